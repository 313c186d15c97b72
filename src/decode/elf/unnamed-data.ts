/**
 * Data that no symbol names. Go's linker names what was declared, and not what a declaration refers to:
 * the array behind `var table = []T{…}`, the struct behind `var state = &T{…}`. They lie between the
 * symbols, and the pointers that the program has from the start tell whose they are.
 */
import { KiB } from "../../base/units.ts";
import { type DataPointer, pointersInto } from "./data-pointers.ts";
import type { Elf, Section } from "./decode-elf.ts";
import { type DataRange, dataSections } from "./read-variables.ts";
import type { SymbolTable } from "./symbol-table.ts";

/** Of less it does not matter whose it is; the linker leaves some bytes free to align. */
const SMALLEST = 64 * KiB;
/** A literal within a literal within a literal. */
const MAX_DEPTH = 8;

export interface UnnamedData {
  readonly address: number;
  readonly size: number;
  readonly section: Section;
  /** The variable that refers to it, by way of others without a name or not; undefined: not known. */
  readonly owner: DataRange | undefined;
}

type Gap = Omit<UnnamedData, "owner">;

/** @param variables by address */
export function findUnnamedData(
  elf: Elf,
  table: SymbolTable,
  variables: readonly DataRange[],
): UnnamedData[] {
  const gaps = gapsBetween(dataSections(elf), variables);
  const large = gaps.filter(({ size }) => size >= SMALLEST);
  if (large.length === 0) return [];
  const first = gaps[0]!;
  const last = gaps[gaps.length - 1]!;
  const pointers = pointersInto(elf, table, first.address, last.address + last.size);
  const owners = new Owners(gaps, variables, pointers);
  return large.flatMap((gap) => owners.partsOf(gap)).filter(({ size }) => size >= SMALLEST);
}

/** By address. */
function gapsBetween(sections: readonly Section[], variables: readonly DataRange[]): Gap[] {
  const gaps: Gap[] = [];
  const add = (section: Section, from: number, to: number) => {
    if (to > from) gaps.push({ address: from, size: to - from, section });
  };
  const ends = new Map(sections.map((section) => [section, section.address]));
  for (const { section, address, size } of variables) {
    add(section, ends.get(section)!, address);
    ends.set(section, address + size);
  }
  for (const [section, end] of ends) add(section, end, section.address + section.size);
  return gaps.sort((a, b) => a.address - b.address);
}

class Owners {
  private readonly gaps: readonly Gap[];
  private readonly variables: readonly DataRange[];
  private readonly pointers: readonly DataPointer[];

  constructor(
    gaps: readonly Gap[],
    variables: readonly DataRange[],
    pointers: readonly DataPointer[],
  ) {
    this.gaps = gaps;
    this.variables = variables;
    this.pointers = pointers;
  }

  /** Cut where something points to; neighbours of one owner are one. */
  partsOf(gap: Gap): UnnamedData[] {
    const end = gap.address + gap.size;
    const parts: UnnamedData[] = [];
    let at = gap.address;
    let owner: DataRange | undefined;
    const close = (to: number) => {
      const { section } = gap;
      if (to > at) parts.push({ address: at, size: to - at, section, owner });
      at = to;
    };
    for (
      let i = countUpTo(this.pointers, gap.address - 1, targetOf);
      i < this.pointers.length;
      i++
    ) {
      const { target, place } = this.pointers[i]!;
      if (target >= end) break;
      const next = this.ownerOf(place, 0);
      if (next === owner) continue;
      close(target);
      owner = next;
    }
    close(end);
    return parts;
  }

  /** Of what lies at an address: itself, or whoever refers to it. */
  private ownerOf(address: number, depth: number): DataRange | undefined {
    const variable = lastUpTo(this.variables, address);
    if (variable !== undefined && isIn(variable, address)) return variable;
    const gap = lastUpTo(this.gaps, address);
    if (gap === undefined || !isIn(gap, address) || depth === MAX_DEPTH) return undefined;
    const pointer = this.pointers[countUpTo(this.pointers, address, targetOf) - 1];
    if (pointer === undefined || pointer.target < gap.address) return undefined;
    return this.ownerOf(pointer.place, depth + 1);
  }
}

function isIn({ address, size }: Gap, at: number): boolean {
  return at >= address && at < address + size;
}

function targetOf({ target }: DataPointer): number {
  return target;
}

function lastUpTo<T extends Gap>(sorted: readonly T[], at: number): T | undefined {
  return sorted[countUpTo(sorted, at, ({ address }) => address) - 1];
}

/** How many of the sorted are not above `limit`. */
function countUpTo<T>(sorted: readonly T[], limit: number, keyOf: (one: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(sorted[middle]!) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
