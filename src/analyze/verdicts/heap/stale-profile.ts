/** The heap profile is older than what one looks for. */
import { formatBytes, MiB } from "../../../base/units.ts";
import { bytesOf, sinceLastGc } from "../rule/context.ts";
import { commandWithGc, evidenceOf } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

const SMALLEST = 4 * MiB;
const SMALLEST_SHARE = 0.25;

export const staleProfile: VerdictRule = {
  id: "stale-profile",
  says: "the profile is older than what you look for",
  mendable: false,
  judge: (context) => {
    const { stats, last } = context;
    // Before the first collection the profile has all that was allocated.
    if (stats === undefined || stats.NumGC === 0 || last.heap === undefined) return undefined;
    const unseen = bytesOf(context, "since-gc") + bytesOf(context, "live-since-profile");
    if (unseen < SMALLEST || unseen < SMALLEST_SHARE * stats.HeapAlloc) return undefined;
    const since = sinceLastGc(context);
    const age = since === undefined ? "" : `, ${Math.round(since)} s ago`;
    return {
      headline: `The heap profile shows the heap of the last collections${age}: ${formatBytes(unseen)} allocated since are in no line of code.`,
      bytes: unseen,
      owns: [],
      resident: 0,
      evidence: [
        ...evidenceOf(context, "since-gc"),
        ...evidenceOf(context, "live-since-profile"),
        {
          what: "collections so far (NumGC)",
          value: `${stats.NumGC ?? "unknown"}`,
          source: `MemStats (${stats.source})`,
        },
      ],
      actions: [
        {
          text: "To see it, look after a collection (this forces one in the program and costs CPU).",
          ...commandWithGc(context),
        },
      ],
      confidence: "high",
    };
  },
};
