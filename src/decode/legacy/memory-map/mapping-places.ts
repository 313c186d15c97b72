/**
 * Finds the mapping of an address as the reference does: the first in the list that has it; else
 * the first that would have it, were it not for its offset, and which from then on begins that much
 * earlier; else one that is made up and has all. Locations must be asked for in their order.
 *
 * Mappings may overlap and a file may have very many, so that the list is not walked each time: the
 * addresses at which anything begins or ends cut the address space into pieces, and a tree over
 * the pieces has the first mapping of each (IntervalMinima).
 */
import { IntervalMinima } from "./interval-minima.ts";
import type { LegacyMapping } from "./parse-mapping.ts";

const MAX_ADDRESS = 2n ** 64n - 1n;
const USUAL_START = 0x400000n;

/** Has every address, for want of a true one. */
export const MADE_UP_MAPPING: LegacyMapping = {
  start: 0n,
  limit: MAX_ADDRESS,
  offset: 0n,
  filename: "",
  buildId: "",
};

export class MappingPlaces {
  private readonly list: LegacyMapping[];
  /** Sorted addresses; piece i is [bounds[i - 1], bounds[i]). */
  private readonly bounds: BigUint64Array;
  private readonly having: IntervalMinima;
  private readonly before: IntervalMinima;
  private hasMadeUp = false;

  constructor(mappings: readonly LegacyMapping[]) {
    this.list = withoutQuirks(mappings);
    this.bounds = BigUint64Array.from(
      this.list.flatMap((mapping) => [begin(mapping), mapping.start, mapping.limit]),
    ).sort();
    this.having = new IntervalMinima(this.bounds.length + 1);
    this.before = new IntervalMinima(this.bounds.length + 1);
    for (const [i, mapping] of this.list.entries()) {
      this.lower(this.having, mapping.start, mapping.limit, i);
      if (mapping.offset !== 0n) this.lower(this.before, begin(mapping), mapping.start, i);
    }
  }

  /** The index among `mappings()`; -1 for address 0, which belongs to none. */
  find(address: bigint): number {
    if (address === 0n) return -1;
    const piece = this.pieceOf(address);
    const found = this.having.at(piece);
    if (found >= 0) return found;
    const extended = this.hasMadeUp ? -1 : this.before.at(piece);
    if (extended >= 0) return this.extend(extended);
    this.hasMadeUp = true;
    return this.list.length;
  }

  /** As they are after all locations have been found. */
  mappings(): readonly LegacyMapping[] {
    return this.hasMadeUp ? [...this.list, MADE_UP_MAPPING] : this.list;
  }

  private extend(index: number): number {
    const mapping = this.list[index]!;
    this.lower(this.having, begin(mapping), mapping.start, index);
    this.list[index] = { ...mapping, start: begin(mapping), offset: 0n };
    return index;
  }

  private lower(minima: IntervalMinima, start: bigint, limit: bigint, index: number): void {
    if (start < limit) minima.lower(this.pieceOf(start), this.pieceOf(limit), index);
  }

  /** How many bounds are at or below the address. */
  private pieceOf(address: bigint): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.bounds[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Where the file of the mapping would begin. */
function begin({ start, offset }: LegacyMapping): bigint {
  return BigInt.asUintN(64, start - offset);
}

/** What some handlers wrote wrongly of the program's own mapping, set right. */
function withoutQuirks(mappings: readonly LegacyMapping[]): LegacyMapping[] {
  const list = [...mappings];
  const isHugePage = list[0]?.filename.startsWith("/anon_hugepage") === true;
  if (isHugePage && list[0]!.limit === list[1]?.start) list.shift();
  const first = list[0];
  if (first !== undefined && begin(first) === USUAL_START) {
    list[0] = { ...first, start: USUAL_START, offset: 0n };
  }
  return list;
}
