/**
 * The symbol table of an executable, a piece at a time: that of a large program is a hundred
 * megabytes, of which its readers keep a few entries. Stripped programs have none.
 */
import { type Elf, findSection, type Section, SectionType } from "./decode-elf.ts";
import { ElfView } from "./elf-reader.ts";
import { scanBytes } from "./scan-bytes.ts";

/** Bytes of an entry, and where its fields are in it. */
export interface SymbolLayout {
  readonly entry: number;
  readonly name: number;
  /** Its low four bits are the symbol's type. */
  readonly info: number;
  /** Index of the section that it lies in. */
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

const LAYOUT_64: SymbolLayout = { entry: 24, name: 0, info: 4, section: 6, value: 8, size: 16 };
const LAYOUT_32: SymbolLayout = { entry: 16, name: 0, info: 12, section: 14, value: 4, size: 8 };

export interface SymbolTable {
  readonly layout: SymbolLayout;
  /** The table itself. */
  readonly symbols: Section;
  /** Names: offsets into it stand in the entries. Its size is not checked against the file's. */
  readonly strings: Section;
}

/** Symbols a piece. */
const PIECE = 1 << 15;

export function symbolLayout(wordSize: 4 | 8): SymbolLayout {
  return wordSize === 8 ? LAYOUT_64 : LAYOUT_32;
}

/** Undefined where there is none, or it is not all in the file. */
export function findSymbolTable(elf: Elf): SymbolTable | undefined {
  const symbols = elf.sections.find((section) => section.type === SectionType.symbols);
  const strings = symbols && elf.sections[symbols.link];
  if (symbols === undefined || strings === undefined) return undefined;
  if (findSection(elf, symbols.name) === undefined) return undefined;
  return { layout: symbolLayout(elf.reader.wordSize), symbols, strings };
}

/** Whole entries, in order. */
export function* symbolPieces(elf: Elf, { layout, symbols }: SymbolTable): Generator<ElfView> {
  const { reader } = elf;
  const { entry } = layout;
  const size = symbols.size - (symbols.size % entry);
  for (let from = 0; from < size; from += PIECE * entry) {
    const length = Math.min(PIECE * entry, size - from);
    const bytes = reader.bytes(symbols.offset + from, length, "the symbols");
    yield new ElfView(bytes, reader.layout);
  }
}

/** A name stands once in a string table; each more costs a pass through the symbols. */
const MAX_TRIES = 4;

/** Addresses of the symbols of that name, the likeliest first: mostly one or none. */
export function* symbolsNamed(elf: Elf, table: SymbolTable, name: string): Generator<number> {
  const { offset, size } = table.strings;
  const text = new TextEncoder().encode(`\0${name}\0`);
  let tries = 0;
  for (const at of scanBytes(elf.reader.source, text, offset, offset + size)) {
    if (tries++ === MAX_TRIES) break;
    const address = addressOf(elf, table, at + 1 - offset);
    if (address !== undefined) yield address;
  }
}

export function findSymbol(elf: Elf, table: SymbolTable, name: string): number | undefined {
  for (const address of symbolsNamed(elf, table, name)) return address;
  return undefined;
}

/** The value of the symbol whose name lies at that offset of the string table. */
function addressOf(elf: Elf, table: SymbolTable, nameAt: number): number | undefined {
  const { layout } = table;
  for (const piece of symbolPieces(elf, table)) {
    for (let at = 0; at < piece.length; at += layout.entry) {
      if (piece.u32(at + layout.name) === nameAt) return piece.word(at + layout.value);
    }
  }
  return undefined;
}

export const NO_NAME = "(no name)";
const MAX_NAME = 512;

/** The text at that offset of the string table, cut where it is longer than a name is. */
export function symbolName(elf: Elf, { strings }: SymbolTable, nameAt: number): string {
  const { source } = elf.reader;
  const from = strings.offset + nameAt;
  const end = Math.min(strings.offset + strings.size, source.size, from + MAX_NAME + 1);
  if (nameAt >= strings.size || from >= end) return NO_NAME;
  const bytes = source.read(from, end - from);
  const length = bytes.indexOf(0);
  const text = new TextDecoder().decode(bytes.subarray(0, length < 0 ? MAX_NAME : length));
  return length < 0 ? `${text}…` : text || NO_NAME;
}
