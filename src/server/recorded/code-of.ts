/** The code tables of a range: over its moments, of its end or its peak, or of many processes together. */
import type { CodeTable } from "../../model/page.ts";
import type { HeapAdditions, HeapLevels, Store, TargetId, TimeRange } from "../../store/store.ts";
import { type GoroutineMoment, goroutineCode } from "./goroutine-code.ts";
import { type HeapMoment, heapCode } from "./heap-code.ts";
import { isSampledAlike, type SiteCounts, sumOfSites } from "./sampled-sites.ts";

/** Whose moments can be looked at one by one. */
const MOMENTS = 12;

export type Pick = "last" | "peak";

/** Moments evenly spread over the range; allocations of each are those since the one before. */
export async function codeOverTime(
  store: Store,
  target: TargetId,
  range: TimeRange,
): Promise<CodeTable[]> {
  const [levels, goroutines] = await Promise.all([
    store.heapLevels(target, range, MOMENTS),
    store.goroutineLevels(target, range, MOMENTS),
  ]);
  const added = await Promise.all(
    levels.map(({ time }, i) =>
      store.heapAdditions(target, { from: levels[i - 1]?.time ?? range.from, to: time }),
    ),
  );
  const moments = levels.map((level, i) => heapMoment(level, added[i]));
  return tables(store, moments, goroutines, "sinceBefore");
}

interface CodeMoments {
  readonly heap: HeapMoment | null;
  readonly goroutines: GoroutineMoment | null;
}

/** Levels at the end of a range, or at its peak of RSS; allocations of all of it. */
export async function momentsOfRange(
  store: Store,
  target: TargetId,
  range: TimeRange,
  pick: Pick,
): Promise<CodeMoments> {
  const to = pick === "last" ? range.to : await peakOf(store, target, range);
  const picked = { from: range.from, to };
  const [levels, added, goroutines] = await Promise.all([
    store.heapLevels(target, picked, 1),
    store.heapAdditions(target, range),
    store.goroutineLevels(target, picked, 1),
  ]);
  const level = levels.at(-1);
  return {
    heap: level === undefined ? null : heapMoment(level, added),
    goroutines: goroutines.at(-1) ?? null,
  };
}

/** Of several at once: levels at the end of the range, allocations of all of it. */
export async function latestMoments(
  store: Store,
  targets: readonly TargetId[],
  range: TimeRange,
): Promise<CodeMoments[]> {
  const latest = await store.latestLevels(targets, range);
  return latest.map(({ heap, added, goroutines }) => ({
    heap: heap === null ? null : heapMoment(heap, added),
    goroutines,
  }));
}

/** A table of each kind; a moment for each range that has such a profile. */
export function codeOfMoments(store: Store, moments: readonly CodeMoments[]): CodeTable[] {
  const present = <T>(list: readonly (T | null)[]) => list.filter((one) => one !== null);
  return tables(
    store,
    present(moments.map(({ heap }) => heap)),
    present(moments.map(({ goroutines }) => goroutines)),
    "inRange",
  );
}

/** All as if of one process; `leftOut`: rows whose heap was sampled in another way than most. */
export function mergeMoments(moments: readonly CodeMoments[]): {
  readonly merged: CodeMoments;
  readonly leftOut: readonly number[];
} {
  const sampling = mostCommon(moments.flatMap(({ heap }) => heap?.sampling ?? []));
  const isAlike = (heap: HeapMoment) =>
    sampling !== undefined && isSampledAlike(heap.sampling, sampling);
  const heaps = moments.flatMap(({ heap }) => (heap !== null && isAlike(heap) ? [heap] : []));
  const piles = moments.flatMap(({ goroutines }) => goroutines ?? []);
  const last = (list: readonly { readonly time: number }[]) =>
    Math.max(...list.map(({ time }) => time));
  return {
    merged: {
      heap:
        sampling === undefined
          ? null
          : {
              time: last(heaps),
              sampling,
              live: sumOfSites(heaps.map(({ live }) => live)),
              allocated: sumOfSites(heaps.flatMap(({ allocated }) => allocated ?? [])),
            },
      goroutines: piles.length === 0 ? null : { time: last(piles), ...sumOfSites(piles) },
    },
    leftOut: moments.flatMap(({ heap }, i) => (heap !== null && !isAlike(heap) ? [i] : [])),
  };
}

function tables(
  store: Store,
  heaps: readonly HeapMoment[],
  goroutines: readonly GoroutineMoment[],
  allocated: "sinceBefore" | "inRange",
): CodeTable[] {
  const { dictionary } = store;
  return [heapCode(dictionary, heaps, allocated), goroutineCode(dictionary, goroutines)].filter(
    (table) => table !== null,
  );
}

function heapMoment(level: HeapLevels, added: readonly HeapAdditions[]): HeapMoment {
  return {
    time: level.time,
    sampling: level,
    live: level,
    allocated: allocatedAlike(level, added),
  };
}

/** Over restarts, as far as the programs were sampled alike. */
function allocatedAlike(
  sampling: HeapMoment["sampling"],
  added: readonly HeapAdditions[],
): SiteCounts | null {
  const alike = added.filter((one) => isSampledAlike(one, sampling));
  return alike.length === 0 ? null : sumOfSites(alike);
}

/** @returns a time of the range; its end where nothing tells */
async function peakOf(store: Store, target: TargetId, range: TimeRange): Promise<number> {
  const figures = await store.figures(target, range, 1);
  const sizeOf = ({ rss, live }: (typeof figures)[number]) => rss ?? live ?? 0;
  const [first, ...others] = figures;
  if (first === undefined) return range.to;
  return others.reduce((peak, one) => (sizeOf(one) > sizeOf(peak) ? one : peak), first).time;
}

function mostCommon(list: readonly HeapMoment["sampling"][]): HeapMoment["sampling"] | undefined {
  const countOf = (one: HeapMoment["sampling"]) =>
    list.filter((other) => isSampledAlike(one, other)).length;
  const distinct = list.filter((one, i) => list.findIndex((o) => isSampledAlike(o, one)) === i);
  return distinct.sort((a, b) => countOf(b) - countOf(a))[0];
}
