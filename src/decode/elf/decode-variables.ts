/**
 * The largest variables of a program, out of its symbol table: how much memory they ask for is told
 * by their sizes, whether they were ever written is not. C's of a program with cgo are among them.
 *
 * A large program has hundreds of thousands of symbols, so that their names are read of the few only
 * that are kept.
 */
import { type Elf, SegmentType } from "./decode-elf.ts";
import { dataSections } from "./read-variables.ts";
import { findSymbolTable, NO_NAME, symbolName } from "./symbol-table.ts";
import { splitData } from "./unnamed-data.ts";

export interface ElfVariable {
  readonly name: string;
  /** Not the variable itself, but what it was declared to refer to: `[]T{…}`, `&T{…}`. */
  readonly behind: boolean;
  /** ".noptrbss" */
  readonly section: string;
  /** Of the file: a position-independent program is loaded elsewhere. */
  readonly address: number;
  /** Bytes. */
  readonly size: number;
}

/** Part of the program's address space; addresses are the file's. */
export interface AddressedRange {
  readonly address: number;
  readonly size: number;
}

/** What the segments have that variables and the loader's tables lie in. */
export function writableRanges({ segments }: Elf): AddressedRange[] {
  return segments
    .filter(({ type, writable }) => type === SegmentType.load && writable)
    .map(({ address, memorySize }) => ({ address, size: memorySize }));
}

/**
 * Tables of constants that hold addresses: in a position-independent program the loader writes those at
 * the start, so that they are no page cache. Others have none.
 */
export function relocatedRanges({ sections }: Elf): AddressedRange[] {
  return sections.filter(({ name }) => name.startsWith(".data.rel.ro"));
}

/** Bytes of the sections that variables are in; 0 where the section headers are gone. */
export function sizeOfVariables(elf: Elf): number {
  return dataSections(elf).reduce((sum, { size }) => sum + size, 0);
}

/**
 * The `most` largest, the largest first; undefined where the program is stripped. Fails with
 * ResidentError on a table that can't be right.
 */
export function decodeVariables(elf: Elf, most: number): ElfVariable[] | undefined {
  const table = findSymbolTable(elf);
  if (table === undefined) return undefined;
  const { named, unnamed } = splitData(elf, table);
  const all = [
    ...named.map((one) => ({ ...one, owner: one, behind: false })),
    ...unnamed.map((one) => ({ ...one, behind: one.owner !== undefined })),
  ];
  const largest = all.toSorted((a, b) => b.size - a.size || a.address - b.address).slice(0, most);
  return largest.map(({ owner, behind, section, address, size }) => ({
    name: owner === undefined ? NO_NAME : symbolName(elf, table, owner.nameAt),
    behind,
    section: section.name,
    address,
    size,
  }));
}
