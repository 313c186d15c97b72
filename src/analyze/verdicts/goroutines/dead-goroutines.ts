/**
 * A past peak of goroutines: the runtime keeps a g struct for each forever. They show in the heap
 * profile as runtime.malg (newproc1 in old versions' stacks), and most of them are dead.
 */
import { formatBytes, formatCount } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { findLine } from "../../../model/ledger.ts";
import { MALG } from "../../code/service-code.ts";
import { codeEvidence } from "../heap/live-heap.ts";
import type { VerdictContext } from "../rule/context.ts";
import { residentOf } from "../rule/context.ts";
import type { VerdictRule } from "../rule/rule.ts";

/** Of a count that is scaled up from samples. */
const DIGITS = 3;

export const deadGoroutines: VerdictRule = {
  id: "dead-goroutines",
  says: "g structs of a past peak are never freed",
  mendable: true,
  judge: (context, claimed) => {
    const line = malgLine(context);
    if (line !== undefined && claimed.has(line.id)) return undefined;
    const code = context.code.find((entry) => entry.function === MALG);
    if (line?.bytes === undefined || line.bytes === null || code === undefined) return undefined;
    const now = context.last.goroutines?.total;
    if (now === undefined) return undefined;
    const peak = Math.max(code.objects, now);
    const bytes = Math.round(line.bytes * (1 - now / Math.max(1, peak)));
    const live = findLine(context.ledger, "live");
    const resident = (residentOf(context, "live") * bytes) / Math.max(1, live?.bytes ?? 1);
    return {
      headline: `About ${formatCount(Number(peak.toPrecision(DIGITS)))} goroutines ran at the same time once; now there are ${formatCount(now)}, and the ${formatBytes(bytes)} of bookkeeping for the others are never freed.`,
      bytes,
      range: code.bytesRange,
      owns: [line.id],
      resident: Math.round(resident),
      evidence: [
        codeEvidence(code),
        { what: "goroutines now", value: formatCount(now), source: "goroutine profile" },
      ],
      actions: [
        { text: "Bound the number of goroutines: a worker pool or a semaphore around the peak." },
        { text: "Only a restart frees them (golang/go#9869)." },
      ],
      confidence: code.resolvable ? "high" : "medium",
    };
  },
};

function malgLine(context: VerdictContext): LedgerLine | undefined {
  const live = findLine(context.ledger, "live");
  return live?.children.find((child) => child.place?.function === MALG);
}
