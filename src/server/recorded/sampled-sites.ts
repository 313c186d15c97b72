/** What was sampled at sites of the dictionary, put together from several parts that add up. */
import type { HeapLevels } from "../../store/store.ts";

/** Rows of `ids` (rising) and `counts` belong together. */
export interface SiteCounts {
  readonly ids: Int32Array;
  readonly counts: Float64Array;
}

export const NO_SITES: SiteCounts = { ids: new Int32Array(0), counts: new Float64Array(0) };

/** Each site once, with what all parts have of it. */
export function sumOfSites(parts: readonly SiteCounts[]): SiteCounts {
  if (parts.length === 0) return NO_SITES;
  if (parts.length === 1) return parts[0];
  const highest = Math.max(...parts.map(({ ids }) => ids.at(-1) ?? -1));
  const sums = new Float64Array(highest + 1);
  const isThere = new Uint8Array(highest + 1);
  let length = 0;
  for (const { ids, counts } of parts) {
    for (let i = 0; i < ids.length; i++) {
      sums[ids[i]] += counts[i];
      length += 1 - isThere[ids[i]];
      isThere[ids[i]] = 1;
    }
  }
  const ids = new Int32Array(length);
  for (let id = 0, row = 0; id <= highest; id++) if (isThere[id] === 1) ids[row++] = id;
  return { ids, counts: Float64Array.from(ids, (id) => sums[id]) };
}

/** Two populations of the same sites: a row each that either has. */
export function besideEachOther(
  a: SiteCounts,
  b: SiteCounts,
): { readonly ids: Int32Array; readonly a: Float64Array; readonly b: Float64Array } {
  const most = a.ids.length + b.ids.length;
  const ids = new Int32Array(most);
  const columns = [new Float64Array(most), new Float64Array(most)] as const;
  let row = 0;
  for (let i = 0, j = 0; i < a.ids.length || j < b.ids.length; row++) {
    const left = a.ids[i] ?? Number.POSITIVE_INFINITY;
    const right = b.ids[j] ?? Number.POSITIVE_INFINITY;
    ids[row] = Math.min(left, right);
    if (left <= right) columns[0][row] = a.counts[i++];
    if (right <= left) columns[1][row] = b.counts[j++];
  }
  return { ids: ids.slice(0, row), a: columns[0].slice(0, row), b: columns[1].slice(0, row) };
}

/** Counts mean the same only where they were sampled alike. */
export function isSampledAlike(
  a: Pick<HeapLevels, "rate" | "law">,
  b: Pick<HeapLevels, "rate" | "law">,
): boolean {
  return a.rate === b.rate && a.law === b.law;
}
