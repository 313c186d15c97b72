/**
 * The largest variables of a program, out of its symbol table: how much memory they ask for is told
 * by their sizes, whether they were ever written is not. C's of a program with cgo are among them.
 *
 * A large program has hundreds of thousands of symbols, so that their names are read of the few only
 * that are kept.
 */
import { ResidentError } from "../../base/errors.ts";
import { formatBytes, MiB } from "../../base/units.ts";
import { type Elf, type Section, SegmentType } from "./decode-elf.ts";
import type { ElfView } from "./elf-reader.ts";
import {
  findSymbolTable,
  type SymbolLayout,
  type SymbolTable,
  symbolPieces,
} from "./symbol-table.ts";

/** Where Go's linker and C's put what a program can write: with pointers in it and without. */
const DATA_SECTIONS = new Set([".data", ".bss", ".noptrdata", ".noptrbss"]);

const TYPE_OBJECT = 1;
/** Longer tables than any linker makes: a program of a gigabyte has one of a hundred megabytes. */
const MAX_TABLE = 256 * MiB;
const MAX_NAME = 512;

export interface ElfVariable {
  readonly name: string;
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
export function sizeOfVariables({ sections }: Elf): number {
  return sections.reduce((sum, one) => sum + (DATA_SECTIONS.has(one.name) ? one.size : 0), 0);
}

/**
 * The `most` largest, the largest first; undefined where the program is stripped. Of two that lie on
 * each other, the larger is one. Fails with ResidentError on a table that can't be right.
 */
export function decodeVariables(elf: Elf, most: number): ElfVariable[] | undefined {
  const table = findSymbolTable(elf);
  if (table === undefined) return undefined;
  if (table.symbols.size > MAX_TABLE) throw tooLarge(table.symbols.size);
  return withoutOverlaps(largestOf(elf, table, most)).map(({ nameAt, ...variable }) => ({
    name: readName(elf, table.strings, nameAt),
    ...variable,
  }));
}

function tooLarge(size: number): ResidentError {
  return new ResidentError(
    "RES_TOO_LARGE",
    `the program's symbol table is ${formatBytes(size)}: more than ${formatBytes(MAX_TABLE)} are not read`,
  );
}

interface Unnamed extends Omit<ElfVariable, "name"> {
  readonly nameAt: number;
}

/** Sorts now and then only: most symbols are smaller than what is kept already. */
function largestOf(elf: Elf, table: SymbolTable, most: number): Unnamed[] {
  const sections = elf.sections.map((one) => (DATA_SECTIONS.has(one.name) ? one : undefined));
  let kept: Unnamed[] = [];
  let smallest = 0;
  for (const piece of symbolPieces(elf, table)) {
    for (let at = 0; at < piece.length; at += table.layout.entry) {
      const found = readVariable(piece, at, table.layout, sections, smallest);
      if (found === undefined) continue;
      kept.push(found);
      if (kept.length < 4 * most) continue;
      kept = bySize(kept).slice(0, most);
      smallest = kept[most - 1]!.size;
    }
  }
  return bySize(kept).slice(0, most);
}

function readVariable(
  piece: ElfView,
  at: number,
  layout: SymbolLayout,
  sections: readonly (Section | undefined)[],
  smallest: number,
): Unnamed | undefined {
  if ((piece.u8(at + layout.info) & 15) !== TYPE_OBJECT) return undefined;
  const section = sections[piece.u16(at + layout.section)];
  if (section === undefined) return undefined;
  const size = piece.word(at + layout.size);
  if (size <= smallest) return undefined;
  const address = piece.word(at + layout.value);
  const isInside = address >= section.address && address + size <= section.address + section.size;
  if (!isInside) return undefined;
  return { nameAt: piece.u32(at + layout.name), section: section.name, address, size };
}

function bySize(variables: readonly Unnamed[]): Unnamed[] {
  return variables.toSorted((a, b) => b.size - a.size || a.address - b.address);
}

/** C has several names for one place; bytes would be counted for each. */
function withoutOverlaps(largest: readonly Unnamed[]): Unnamed[] {
  const kept: Unnamed[] = [];
  for (const one of largest) {
    const overlaps = kept.some(
      ({ address, size }) => one.address < address + size && address < one.address + one.size,
    );
    if (!overlaps) kept.push(one);
  }
  return kept;
}

function readName(elf: Elf, strings: Section, at: number): string {
  const { source } = elf.reader;
  const from = strings.offset + at;
  const end = Math.min(strings.offset + strings.size, source.size, from + MAX_NAME + 1);
  if (at >= strings.size || from >= end) return "(no name)";
  const bytes = source.read(from, end - from);
  const length = bytes.indexOf(0);
  const text = new TextDecoder().decode(bytes.subarray(0, length < 0 ? MAX_NAME : length));
  return length < 0 ? `${text}…` : text || "(no name)";
}
