/**
 * Data that no symbol names. Go's linker names what was declared, and not what a declaration refers to:
 * the array behind `var table = []T{…}`, the struct behind `var state = &T{…}`. They lie between the
 * symbols, and the pointers that the program has from the start tell whose they are.
 */
import { KiB } from "../../base/units.ts";
import { type DataPointer, pointersInto } from "./data-pointers.ts";
import type { Elf, Section } from "./decode-elf.ts";
import { type DataRange, dataSections, readVariables } from "./read-variables.ts";
import { type SymbolTable, symbolName } from "./symbol-table.ts";

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

export interface SplitData {
  /** Variables that were declared. */
  readonly named: readonly DataRange[];
  readonly unnamed: readonly UnnamedData[];
}

/** Fails with ResidentError on a table that can't be right. */
export function splitData(elf: Elf, table: SymbolTable): SplitData {
  const names = new TemporaryNames(elf, table);
  const variables = readVariables(elf, table);
  const named = variables.filter((one) => one.size < SMALLEST || !names.isTemporary(one));
  const gaps = gapsBetween(dataSections(elf), named);
  const large = gaps.filter(({ size }) => size >= SMALLEST);
  if (large.length === 0) return { named, unnamed: [] };
  const [start, end] = extentOf(dataSections(elf));
  const pointers = pointersInto(elf, table, start, end);
  const owners = new Owners(gaps, named, pointers, names);
  const unnamed = large.flatMap((gap) => owners.partsOf(gap));
  return { named, unnamed: unnamed.filter(({ size }) => size >= SMALLEST) };
}

/** `main..stmp_3`, `main.statictmp_3`: what the compiler made, which only C's linker keeps the name of. */
class TemporaryNames {
  private readonly known = new Map<DataRange, boolean>();
  private readonly elf: Elf;
  private readonly table: SymbolTable;

  constructor(elf: Elf, table: SymbolTable) {
    this.elf = elf;
    this.table = table;
  }

  isTemporary(variable: DataRange): boolean {
    let answer = this.known.get(variable);
    if (answer === undefined) {
      const name = symbolName(this.elf, this.table, variable.nameAt);
      answer = /\.(?:\.stmp|statictmp)_\d+$/.test(name);
      this.known.set(variable, answer);
    }
    return answer;
  }
}

/** From the first byte of all to the last. */
function extentOf(sections: readonly Section[]): [start: number, end: number] {
  const starts = sections.map(({ address }) => address);
  return [Math.min(...starts), Math.max(...sections.map(({ address, size }) => address + size))];
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
  private readonly names: TemporaryNames;

  constructor(
    gaps: readonly Gap[],
    variables: readonly DataRange[],
    pointers: readonly DataPointer[],
    names: TemporaryNames,
  ) {
    this.gaps = gaps;
    this.variables = variables;
    this.pointers = pointers;
    this.names = names;
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
    const variable = containing(this.variables, address);
    if (variable !== undefined && !this.names.isTemporary(variable)) return variable;
    const around = variable ?? containing(this.gaps, address);
    if (around === undefined || depth === MAX_DEPTH) return undefined;
    const pointer = this.pointers[countUpTo(this.pointers, address, targetOf) - 1];
    if (pointer === undefined || pointer.target < around.address) return undefined;
    return this.ownerOf(pointer.place, depth + 1);
  }
}

function targetOf({ target }: DataPointer): number {
  return target;
}

function containing<T extends Gap>(sorted: readonly T[], at: number): T | undefined {
  const last = sorted[countUpTo(sorted, at, ({ address }) => address) - 1];
  return last !== undefined && at < last.address + last.size ? last : undefined;
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
