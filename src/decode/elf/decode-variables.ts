/**
 * The largest variables of a program, out of its symbol table: how much memory they ask for is told
 * by their sizes, whether they were ever written is not. C's of a program with cgo are among them.
 *
 * A large program has hundreds of thousands of symbols, so that their names are read of the few only
 * that are kept.
 */
import { type Elf, type Section, SegmentType } from "./decode-elf.ts";
import { dataSections, readVariables } from "./read-variables.ts";
import { findSymbolTable } from "./symbol-table.ts";
import { findUnnamedData } from "./unnamed-data.ts";

const MAX_NAME = 512;
const NO_NAME = "(no name)";

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

/** Part of the program's address space that it can write. */
export interface WritableRange {
  readonly address: number;
  readonly size: number;
}

/** What the segments have that variables and the loader's tables lie in. */
export function writableRanges({ segments }: Elf): WritableRange[] {
  return segments
    .filter(({ type, writable }) => type === SegmentType.load && writable)
    .map(({ address, memorySize }) => ({ address, size: memorySize }));
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
  const variables = readVariables(elf, table);
  const all = [
    ...variables.map((one) => ({ ...one, owner: one, behind: false })),
    ...findUnnamedData(elf, table, variables).map((one) => ({
      ...one,
      behind: one.owner !== undefined,
    })),
  ];
  const largest = all.toSorted((a, b) => b.size - a.size || a.address - b.address).slice(0, most);
  return largest.map(({ owner, behind, section, address, size }) => ({
    name: owner === undefined ? NO_NAME : readName(elf, table.strings, owner.nameAt),
    behind,
    section: section.name,
    address,
    size,
  }));
}

function readName(elf: Elf, strings: Section, at: number): string {
  const { source } = elf.reader;
  const from = strings.offset + at;
  const end = Math.min(strings.offset + strings.size, source.size, from + MAX_NAME + 1);
  if (at >= strings.size || from >= end) return NO_NAME;
  const bytes = source.read(from, end - from);
  const length = bytes.indexOf(0);
  const text = new TextDecoder().decode(bytes.subarray(0, length < 0 ? MAX_NAME : length));
  return length < 0 ? `${text}…` : text || NO_NAME;
}
