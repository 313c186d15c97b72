/** All that the symbol table says of variables: where they lie, in order, and no place twice. */
import { ResidentError } from "../../base/errors.ts";
import { formatBytes, formatCount, MiB } from "../../base/units.ts";
import type { Elf, Section } from "./decode-elf.ts";
import type { ElfView } from "./elf-reader.ts";
import { type SymbolLayout, type SymbolTable, symbolPieces } from "./symbol-table.ts";

/** Where Go's linker and C's put what a program can write: with pointers in it and without. */
const DATA_SECTIONS = new Set([".data", ".bss", ".noptrdata", ".noptrbss"]);

const TYPE_OBJECT = 1;
/** Longer tables than any linker makes: a program of a gigabyte has one of a hundred megabytes. */
const MAX_TABLE = 256 * MiB;
/** Large programs have some ten thousand. */
const MAX_VARIABLES = 1 << 19;

/** A variable that nobody has asked the name of yet. Addresses are the file's. */
export interface DataRange {
  readonly address: number;
  readonly size: number;
  readonly section: Section;
  /** Where its name lies among the strings. */
  readonly nameAt: number;
}

export function dataSections({ sections }: Elf): readonly Section[] {
  return sections.filter(({ name }) => DATA_SECTIONS.has(name));
}

/** By address. Fails with ResidentError on a table that can't be right. */
export function readVariables(elf: Elf, table: SymbolTable): readonly DataRange[] {
  if (table.symbols.size > MAX_TABLE) {
    throw tooLarge(`is ${formatBytes(table.symbols.size)}`, formatBytes(MAX_TABLE));
  }
  const sections = elf.sections.map((one) => (DATA_SECTIONS.has(one.name) ? one : undefined));
  const found: DataRange[] = [];
  for (const piece of symbolPieces(elf, table)) {
    for (let at = 0; at < piece.length; at += table.layout.entry) {
      const variable = readVariable(piece, at, table.layout, sections);
      if (variable !== undefined) found.push(variable);
    }
    if (found.length > MAX_VARIABLES) {
      throw tooLarge("has too many variables", formatCount(MAX_VARIABLES));
    }
  }
  return withoutOverlaps(found);
}

function tooLarge(what: string, most: string): ResidentError {
  const message = `the program's symbol table ${what}: more than ${most} are not read`;
  return new ResidentError("RES_TOO_LARGE", message);
}

function readVariable(
  piece: ElfView,
  at: number,
  layout: SymbolLayout,
  sections: readonly (Section | undefined)[],
): DataRange | undefined {
  if ((piece.u8(at + layout.info) & 15) !== TYPE_OBJECT) return undefined;
  const section = sections[piece.u16(at + layout.section)];
  const size = section === undefined ? 0 : piece.word(at + layout.size);
  if (section === undefined || size === 0) return undefined;
  const address = piece.word(at + layout.value);
  const isInside = address >= section.address && address + size <= section.address + section.size;
  return isInside ? { address, size, section, nameAt: piece.u32(at + layout.name) } : undefined;
}

/** C has several names for one place, and bytes would be counted for each: the first and larger is kept. */
function withoutOverlaps(found: readonly DataRange[]): DataRange[] {
  const kept: DataRange[] = [];
  let end = 0;
  for (const one of found.toSorted((a, b) => a.address - b.address || b.size - a.size)) {
    if (one.address < end) continue;
    kept.push(one);
    end = one.address + one.size;
  }
  return kept;
}
