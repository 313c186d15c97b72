/**
 * Sums the mappings by owner. The pool of unnamed anonymous mappings is divided here between Go's
 * metadata and foreign memory: Go's own numbers bound what its metadata can hold.
 */
import type { AddressSpace } from "../../model/address-space.ts";
import type { Classification } from "./classify.ts";
import type { Owner, OwnerTotals, TotalsByOwner } from "./owners.ts";
import { emptyTotals } from "./owners.ts";

/** A pool mapping this many times larger than the metadata still to be found is not Go's. */
const CLEARLY_FOREIGN = 4;

/**
 * @param metadataBound the most that Go's metadata can have resident, in bytes: MSpanSys +
 *   MCacheSys + BuckHashSys + GCSys + OtherSys, or an estimate where MemStats are missing
 */
export function sumOwners(
  space: AddressSpace,
  classification: Classification,
  metadataBound: number,
): TotalsByOwner {
  const totals = emptyTotals();
  const pool: number[] = [];
  for (let i = 0; i < space.length; i++) {
    const owner = classification.owner[i]!;
    if (owner === "pool") pool.push(i);
    else if (owner === "mapped-files") addFile(totals, space, i);
    else add(totals[owner], space, i, 1);
  }
  const bound = metadataBound - residentMetadata(space, classification);
  splitPool(space, pool, Math.max(0, bound), totals);
  return totals;
}

/** Span tables and islands already counted against the bound (the bitmap is no part of it). */
function residentMetadata(space: AddressSpace, classification: Classification): number {
  let rss = 0;
  for (let i = 0; i < space.length; i++) {
    if (classification.owner[i] === "go-metadata") rss += space.rss[i]!;
  }
  return rss;
}

/**
 * Smallest mappings first: the runtime takes its memory in small chunks, and what a program maps
 * to use is large. The first that does not fit is divided if it could be Go's chunks with a
 * foreign neighbour merged in, else it is foreign as a whole.
 */
function splitPool(
  space: AddressSpace,
  pool: readonly number[],
  bound: number,
  totals: Record<Owner, OwnerTotals>,
): void {
  let left = bound;
  const bySize = [...pool].sort((a, b) => space.rss[a]! - space.rss[b]!);
  for (const i of bySize) {
    const rss = space.rss[i]!;
    const share = rss <= left ? 1 : rss > CLEARLY_FOREIGN * left ? 0 : left / rss;
    left -= addShare(totals, space, i, share);
  }
}

/** @returns the resident bytes that went to Go's metadata */
function addShare(
  totals: Record<Owner, OwnerTotals>,
  space: AddressSpace,
  i: number,
  share: number,
): number {
  if (share === 1) add(totals["go-metadata"], space, i, 1);
  else if (share === 0) add(totals["other-anonymous"], space, i, 1);
  else divide(totals, space, i, share);
  return Math.floor(space.rss[i]! * share);
}

function divide(
  totals: Record<Owner, OwnerTotals>,
  space: AddressSpace,
  i: number,
  share: number,
): void {
  const go = totals["go-metadata"];
  const before = { ...go };
  add(go, space, i, share);
  const foreign = totals["other-anonymous"];
  foreign.size += space.size[i]! - (go.size - before.size);
  foreign.rss += space.rss[i]! - (go.rss - before.rss);
  foreign.swap += space.swap[i]! - (go.swap - before.swap);
  foreign.lazyFree += space.lazyFree[i]! - (go.lazyFree - before.lazyFree);
  foreign.anonHugePages += space.anonHugePages[i]! - (go.anonHugePages - before.anonHugePages);
  foreign.anonymous += space.anonymous[i]! - (go.anonymous - before.anonymous);
  foreign.mappings++;
}

/** What was written of a private mapping is no page of the file any more, wherever it is now. */
function addFile(totals: Record<Owner, OwnerTotals>, space: AddressSpace, i: number): void {
  const cached = totals["mapped-files"];
  const copies = totals["file-copies"];
  const written = Math.min(space.anonymous[i]!, space.rss[i]!);
  add(cached, space, i, 1);
  const swap = space.swap[i]!;
  cached.size -= written + swap;
  cached.rss -= written;
  cached.anonymous -= written;
  cached.swap -= swap;
  copies.size += written + swap;
  copies.rss += written;
  copies.anonymous += written;
  copies.swap += swap;
}

function add(totals: OwnerTotals, space: AddressSpace, i: number, share: number): void {
  totals.size += Math.floor(space.size[i]! * share);
  totals.rss += Math.floor(space.rss[i]! * share);
  totals.swap += Math.floor(space.swap[i]! * share);
  totals.lazyFree += Math.floor(space.lazyFree[i]! * share);
  totals.anonHugePages += Math.floor(space.anonHugePages[i]! * share);
  totals.anonymous += Math.floor(space.anonymous[i]! * share);
  totals.mappings++;
}
