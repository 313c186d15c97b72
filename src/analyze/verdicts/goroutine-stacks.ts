/** Stacks that grew and are not given back while their goroutines live. */
import { formatBytes, formatCount } from "../../base/units.ts";
import type { Action } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, residentOf } from "./context.ts";
import { evidenceOf, rssEvidence } from "./evidence.ts";
import { describeFrame, mergeStacks, waitingAt } from "./goroutine-places.ts";
import type { VerdictRule } from "./rule.ts";

export const goroutineStacks: VerdictRule = {
  id: "goroutine-stacks",
  says: "stacks that grew and are not given back",
  mendable: true,
  judge: (context, claimed) => {
    if (claimed.has("stacks")) return undefined;
    const bytes = bytesOf(context, "stacks");
    return {
      headline: headline(context, bytes),
      bytes,
      owns: ["stacks"],
      resident: residentOf(context, "stacks"),
      evidence: [
        ...evidenceOf(context, "stacks"),
        ...countEvidence(context),
        ...rssEvidence(context),
      ],
      actions: [
        {
          text: "Stacks shrink by half at a collection when less than a quarter is used: goroutines that come back from a deep call give theirs back in some collections.",
        },
        ...askForWaits(context),
        {
          text: "Bound the number of goroutines, or the depth of recursion and the size of local arrays.",
        },
      ],
      confidence: "high",
    };
  },
};

/** From here on a list of goroutines may have been too large to take unasked. */
const MANY = 1000;

function askForWaits({ last: { goroutines } }: VerdictContext): Action[] {
  if (goroutines === undefined || goroutines.total < MANY) return [];
  if (goroutines.source === "goroutine?debug=2") return [];
  return [
    {
      text: "Take a snapshot with --deep: it says how long they have waited. Minutes at one place are a leak.",
    },
  ];
}

function goroutineCount(context: VerdictContext): number | undefined {
  return context.last.goroutines?.total ?? context.last.prometheus?.goroutines;
}

function headline(context: VerdictContext, bytes: number): string {
  const count = goroutineCount(context);
  if (count === undefined || count === 0) return `Goroutine stacks take ${formatBytes(bytes)}.`;
  const { goroutines } = context.last;
  const group = goroutines === undefined ? undefined : mergeStacks(goroutines)[0];
  const where =
    group === undefined
      ? ""
      : `; ${formatCount(group.count)} of them are at ${describeFrame(waitingAt(group))}`;
  return `${formatCount(count)} goroutines have ${formatBytes(bytes)} of stacks, ${formatBytes(bytes / count)} each${where}.`;
}

function countEvidence(context: VerdictContext) {
  const count = goroutineCount(context);
  if (count === undefined) return [];
  return [{ what: "goroutines", value: formatCount(count), source: "goroutine profile" }];
}
