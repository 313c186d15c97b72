/**
 * What the pacer counts as allocated and no object lies in. When a processor takes a span, all that
 * is not an object of it counts at once (mcache.refill): also the end, which no object fits into. A
 * new span has one end for all its slots. A span that is partly live has one for the few slots that
 * were free, and is taken anew after each collection. So the more often a program collects, the more
 * waste there is for each byte that it allocates; TotalAlloc has none of it.
 */
import type { SpanWaste } from "./calibration.ts";
import type { ObservedCycle, ObservedCycles } from "./observed-cycles.ts";
import type { Look } from "./what-if-input.ts";

/** For each byte of TotalAlloc; more is no waste of spans. */
export const MOST_WASTE = 0.4;
/** Fewer looks tell no slope. */
const FEWEST = 8;

/**
 * A trace has what the pacer counts, looks have TotalAlloc: the one over the other, as a line through
 * all looks, each put halfway between the collections before and after it.
 * @returns 0 where there are too few looks
 */
export function wasteOfTrace({ cycles }: ObservedCycles, looks: readonly Look[]): number {
  const byNumber = new Map(cycles.map((cycle, i) => [cycle.n, i]));
  const points = looks.flatMap(({ stats }) => {
    const i = byNumber.get(stats.NumGC ?? Number.NaN);
    const [before, after] = i === undefined ? [] : [cycles[i], cycles[i + 1]];
    if (before === undefined || after === undefined) return [];
    return [[stats.TotalAlloc, (before.endsAt + after.startsAt) / 2] as const];
  });
  if (points.length < FEWEST) return 0;
  const waste = slopeOf(points) - 1;
  return waste > 0 ? Math.min(MOST_WASTE, waste) : 0;
}

/** Of the line that is nearest to all points by least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  let [above, below] = [0, 0];
  for (const point of points) {
    above += (point[0] - x) * (point[1] - y);
    below += (point[0] - x) ** 2;
  }
  return above / below;
}

/** By how much the heap grew from one collection to the next, as a part of what was marked. */
export function growthBetween({ cycles }: ObservedCycles): number {
  const pairs = cycles.slice(1).map((cycle, i) => growthOf(cycles[i]!, cycle));
  const grown = pairs.filter((growth) => growth > 0 && Number.isFinite(growth));
  return grown.reduce((sum, growth) => sum + growth, 0) / Math.max(1, grown.length);
}

function growthOf(before: ObservedCycle, { n, startsAt }: ObservedCycle): number {
  return n === before.n + 1 ? (startsAt - before.endsAt) / before.marked : Number.NaN;
}

/**
 * How much the program allocates, by the clock of what was measured, for each byte that the pacer
 * counts in a cycle of another length. Two cases bound it: garbage that leaves whole spans free, whose
 * waste is always the same; and garbage spread evenly, where each span of the heap is taken once a
 * cycle, which is waste · (1 + 1/growth).
 * @param growth of this cycle, as in `SpanWaste`
 * @param spread 0 to 1: from the first case to the second
 */
export function allocatedPerCounted(waste: SpanWaste, growth: number, spread: number): number {
  if (waste.share === 0 || waste.growth <= 0) return 1;
  const part = spread / (1 + waste.growth);
  const other = waste.share * (1 - part + (part * waste.growth) / Math.max(growth, 1e-3));
  return (1 + waste.share) / (1 + Math.min(MOST_WASTE, other));
}
