/**
 * The locations of merged profiles: those are one that have the same place in the same mapping and
 * the same lines. Places are counted from the start of the mapping, since each process has it
 * somewhere else.
 *
 * Of lines the functions and numbers count, and the column of the last one only: so does the
 * reference, which loses the other columns from its key.
 */
import { Float64Column, Int32Column, Uint8Column } from "../../base/columns.ts";
import { hashPair } from "../../base/hash-pair.ts";
import { HIGH, LOW, Uint64Column } from "../../base/uint64-column.ts";
import type { Profile } from "../../model/profile.ts";
import { countFromOne } from "./count-from-one.ts";
import { RowSlots } from "./row-slots.ts";

/** What a location of a source becomes. */
export interface LocationTarget {
  /** Row of the result, -1 for none. */
  readonly mapping: number;
  /** Halves of where the mapping begins in the source, and in the result. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Of the function in row `row` of the source. */
  functionOf(row: number): number;
}

export class MergedLocations {
  private readonly address = new Uint64Column();
  private readonly mapping = new Int32Column();
  private readonly isFolded = new Uint8Column();
  private readonly lineStart = new Int32Column();
  private readonly func = new Int32Column();
  private readonly line = new Float64Column();
  private readonly column = new Float64Column();
  /** Halves of the address less the start of its mapping. */
  private readonly place = new Uint64Column();
  private readonly slots = new RowSlots();

  constructor() {
    this.lineStart.push(0);
  }

  /** The row of location `row` of a profile, whose addresses have these halves. */
  add(profile: Profile, row: number, halves: Int32Array, target: LocationTarget): number {
    const { from, to, mapping } = target;
    const low = (halves[row * 2 + LOW] - from[LOW]) | 0;
    const borrow = halves[row * 2 + LOW] >>> 0 < from[LOW] >>> 0 ? 1 : 0;
    const high = (halves[row * 2 + HIGH] - from[HIGH] - borrow) | 0;
    const folded = profile.locations.isFolded[row];
    const first = this.func.length;
    const end = this.addLines(profile, row, target);
    let hash = hashPair(hashPair(low, high), hashPair(mapping, folded));
    for (let i = first; i < end; i++) {
      hash = hashPair(hash ^ (hash >>> 15), hashPair(this.func.data[i], this.line.data[i]));
    }
    const known = this.slots.find(
      hash,
      (at) =>
        this.mapping.data[at] === mapping &&
        this.place.halves[at * 2 + LOW] === low &&
        this.place.halves[at * 2 + HIGH] === high &&
        this.isFolded.data[at] === folded &&
        this.hasLines(at, first, end),
    );
    if (known >= 0) {
      this.dropLines(first);
      return known;
    }
    this.place.push(low, high);
    const sum = (low + to[LOW]) | 0;
    const carry = sum >>> 0 < low >>> 0 ? 1 : 0;
    this.address.push(sum, (high + to[HIGH] + carry) | 0);
    this.mapping.push(mapping);
    this.isFolded.push(folded);
    this.lineStart.push(end);
    return this.slots.add(hash);
  }

  finish(): Pick<Profile, "locations" | "lines"> {
    const { length } = this.mapping;
    return {
      locations: {
        length,
        id: countFromOne(length),
        address: this.address.finish(),
        mapping: this.mapping.finish(),
        isFolded: this.isFolded.finish(),
        lineStart: this.lineStart.finish(),
      },
      lines: {
        length: this.func.length,
        func: this.func.finish(),
        line: this.line.finish(),
        column: this.column.finish(),
      },
    };
  }

  /** Puts the lines behind the others, where they stay if the location is new. */
  private addLines({ locations, lines }: Profile, row: number, target: LocationTarget): number {
    for (let i = locations.lineStart[row]; i < locations.lineStart[row + 1]; i++) {
      this.func.push(lines.func[i] < 0 ? -1 : target.functionOf(lines.func[i]));
      this.line.push(lines.line[i]);
      this.column.push(lines.column[i]);
    }
    return this.func.length;
  }

  private dropLines(length: number): void {
    this.func.length = length;
    this.line.length = length;
    this.column.length = length;
  }

  /** True where location `at` has the lines in rows start to end. */
  private hasLines(at: number, start: number, end: number): boolean {
    const own = this.lineStart.data[at];
    const ownEnd = this.lineStart.data[at + 1];
    if (ownEnd - own !== end - start) return false;
    for (let i = start, j = own; i < end; i++, j++) {
      if (this.func.data[i] !== this.func.data[j] || this.line.data[i] !== this.line.data[j]) {
        return false;
      }
    }
    return end === start || this.column.data[end - 1] === this.column.data[ownEnd - 1];
  }
}
