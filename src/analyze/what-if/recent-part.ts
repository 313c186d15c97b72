/**
 * The part of what was seen that says how the program is now: where what stays alive grows all the while,
 * collections of long ago were of a smaller heap, and more of them. So as long as it grows within what is
 * looked at, only the later half of that counts, down to as few collections as tell anything.
 */
import { sliceCycles } from "../gc/history-of-cycles.ts";
import { goesOnGrowing, type LiveGrowth, liveGrowth, tellsGrowth } from "./live-growth.ts";
import type { ObservedCycles } from "./observed-cycles.ts";
import type { WhatIfInput } from "./what-if-input.ts";

interface Part {
  readonly input: WhatIfInput;
  readonly observed: ObservedCycles;
}

/** Collections that are left at least, and how many of those with their sizes. */
const FEWEST = 10;
const FEWEST_SEEN = 4;

/** @param observe what a part of the input has to say */
export function recentPart(
  whole: Part,
  observe: (input: WhatIfInput) => ObservedCycles | undefined,
): Part & { readonly growth?: LiveGrowth } {
  let [part, growth] = [whole, liveGrowth(whole.observed)];
  while (growth !== undefined) {
    const input = laterHalf(part);
    const observed = input === undefined ? undefined : observe(input);
    if (input === undefined || observed === undefined || !isEnough(observed)) break;
    part = { input, observed };
    if (!tellsGrowth(observed)) break;
    growth = goesOnGrowing(observed, growth);
  }
  return growth === undefined ? part : { ...part, growth };
}

function isEnough({ count, forced, cycles }: ObservedCycles): boolean {
  return count - forced >= FEWEST && cycles.length >= FEWEST_SEEN;
}

function laterHalf({ input, observed }: Part): WhatIfInput | undefined {
  const { looks, cycles: table } = input;
  if (observed.isTraced && table !== undefined) {
    const half = (table.at[0]! + table.at[table.length - 1]!) / 2;
    const from = table.at.findIndex((at) => at >= half);
    return from < 1 ? undefined : { ...input, cycles: sliceCycles(table, from, table.length) };
  }
  const [first, last] = [looks[0]!, looks[looks.length - 1]!];
  const later = looks.filter(({ time }) => time >= (first.time + last.time) / 2);
  return later.length < looks.length ? { ...input, looks: later } : undefined;
}
