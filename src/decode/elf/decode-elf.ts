/**
 * The skeleton of an ELF file: header, segments and sections, in both word sizes and byte orders.
 *
 * The segments are what the kernel loads and must be right; the sections are a convenience that
 * packers drop or fill with nonsense, so that a table of sections that does not fit the file
 * counts as none.
 */
import type { ByteSource } from "./byte-source.ts";
import { ElfReader, type ElfView, elfProblem } from "./elf-reader.ts";

export const SegmentType = { load: 1, note: 4 } as const;
export const SectionType = { symbols: 2, rela: 4, note: 7, noBits: 8 } as const;
const WRITABLE = 2;
const EXECUTABLE = 1;

export interface Segment {
  readonly type: number;
  readonly writable: boolean;
  readonly executable: boolean;
  readonly offset: number;
  readonly address: number;
  /** Bytes of it in the file; the rest of the mapping is zero. */
  readonly fileSize: number;
  /** Bytes of it in memory, as it claims. */
  readonly memorySize: number;
  /** The kernel maps it at multiples of this. */
  readonly align: number;
}

export interface Section {
  readonly name: string;
  readonly type: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  /** Index of the section that this one refers to (a symbol table's strings). */
  readonly link: number;
}

export interface Elf {
  readonly reader: ElfReader;
  /** Virtual address at which the program begins; where it was loaded is told by it. */
  readonly entry: number;
  readonly segments: readonly Segment[];
  readonly sections: readonly Section[];
}

/** Undefined where the source is not ELF at all; fails with DecodeError where it is a broken one. */
export function decodeElf(source: ByteSource): Elf | undefined {
  if (source.size < 20) return undefined;
  const ident = source.read(0, 16);
  if (ident.length < 16 || !isElfMagic(ident)) return undefined;
  const reader = new ElfReader(source, { bits: bitsOf(ident), littleEndian: isLittle(ident) });
  const header = reader.view(0, reader.wordSize === 8 ? 64 : 52, "the ELF header");
  return {
    reader,
    entry: header.word(24),
    segments: readSegments(reader, header),
    sections: readSections(reader, header),
  };
}

function isElfMagic(ident: Uint8Array): boolean {
  return ident[0] === 0x7f && ident[1] === 0x45 && ident[2] === 0x4c && ident[3] === 0x46;
}

function bitsOf(ident: Uint8Array): 32 | 64 {
  if (ident[4] === 1) return 32;
  if (ident[4] === 2) return 64;
  throw elfProblem(4, "EI_CLASS", "1 (32 bit) or 2 (64 bit)", String(ident[4]));
}

function isLittle(ident: Uint8Array): boolean {
  if (ident[5] === 1) return true;
  if (ident[5] === 2) return false;
  throw elfProblem(5, "EI_DATA", "1 (little endian) or 2 (big endian)", String(ident[5]));
}

/** Where the tables lie in the header: e_phoff and e_shoff are words, the rest u16. */
function tableOffsets(reader: ElfReader) {
  return reader.wordSize === 8
    ? { phoff: 32, shoff: 40, phentsize: 54, phnum: 56, shentsize: 58, shnum: 60, shstrndx: 62 }
    : { phoff: 28, shoff: 32, phentsize: 42, phnum: 44, shentsize: 46, shnum: 48, shstrndx: 50 };
}

function readSegments(reader: ElfReader, header: ElfView): Segment[] {
  const at = tableOffsets(reader);
  const count = header.u16(at.phnum);
  const size = header.u16(at.phentsize);
  const smallest = reader.wordSize === 8 ? 56 : 32;
  if (count > 0 && size < smallest) {
    throw elfProblem(at.phentsize, "e_phentsize", `at least ${smallest}`, String(size));
  }
  const table = reader.view(header.word(at.phoff), count * size, "the program headers");
  return Array.from({ length: count }, (_, i) => readSegment(reader, table, i * size));
}

function readSegment(reader: ElfReader, table: ElfView, at: number): Segment {
  const wide = reader.wordSize === 8;
  const flags = table.u32(at + (wide ? 4 : 24));
  return {
    type: table.u32(at),
    writable: (flags & WRITABLE) !== 0,
    executable: (flags & EXECUTABLE) !== 0,
    offset: table.word(at + (wide ? 8 : 4)),
    address: table.word(at + (wide ? 16 : 8)),
    fileSize: table.word(at + (wide ? 32 : 16)),
    memorySize: table.word(at + (wide ? 40 : 20)),
    align: table.word(at + (wide ? 48 : 28)),
  };
}

interface RawSection extends Omit<Section, "name"> {
  readonly nameOffset: number;
}

function readSections(reader: ElfReader, header: ElfView): Section[] {
  const at = tableOffsets(reader);
  const offset = header.word(at.shoff);
  const size = header.u16(at.shentsize);
  const smallest = reader.wordSize === 8 ? 64 : 40;
  if (offset === 0 || size < smallest || offset + size > reader.source.size) return [];
  const count = header.u16(at.shnum);
  if (offset + count * size > reader.source.size) return [];
  const table = reader.view(offset, count * size, "the section headers");
  const raw = Array.from({ length: count }, (_, i) => readSection(reader, table, i * size));
  return nameSections(reader, raw, header.u16(at.shstrndx));
}

function readSection(reader: ElfReader, table: ElfView, at: number): RawSection {
  const wide = reader.wordSize === 8;
  return {
    nameOffset: table.u32(at),
    type: table.u32(at + 4),
    address: table.word(at + (wide ? 16 : 12)),
    offset: table.word(at + (wide ? 24 : 16)),
    size: table.word(at + (wide ? 32 : 20)),
    link: table.u32(at + (wide ? 40 : 24)),
  };
}

/** No table of section names is longer: a file with every function in a section of its own. */
const MAX_NAMES = 4 << 20;
const MAX_NAME = 256;

function nameSections(reader: ElfReader, raw: readonly RawSection[], index: number): Section[] {
  const strings = raw[index];
  const isUsable =
    strings !== undefined &&
    strings.size <= MAX_NAMES &&
    strings.offset + strings.size <= reader.source.size;
  if (!isUsable) return [];
  const names = reader.bytes(strings.offset, strings.size, "the section names");
  return raw.map(({ nameOffset, ...section }) => ({
    name: textAt(names, nameOffset),
    ...section,
  }));
}

function textAt(bytes: Uint8Array, offset: number): string {
  if (offset >= bytes.length) return "";
  const rest = bytes.subarray(offset, offset + MAX_NAME);
  const end = rest.indexOf(0);
  return new TextDecoder().decode(end < 0 ? rest : rest.subarray(0, end));
}

/** The section of that name that has bytes in the file. */
export function findSection(elf: Elf, ...names: readonly string[]): Section | undefined {
  return elf.sections.find(
    (section) =>
      names.includes(section.name) &&
      section.type !== SectionType.noBits &&
      section.offset + section.size <= elf.reader.source.size,
  );
}

/** The file's bytes at a virtual address, or undefined where no segment has them all. */
export function readAtAddress(elf: Elf, address: number, length: number): Uint8Array | undefined {
  const segment = elf.segments.find(
    (candidate) =>
      candidate.type === SegmentType.load &&
      address >= candidate.address &&
      address + length <= candidate.address + candidate.fileSize,
  );
  if (segment === undefined) return undefined;
  const offset = segment.offset + (address - segment.address);
  if (offset + length > elf.reader.source.size) return undefined;
  return elf.reader.bytes(offset, length, "the bytes at an address");
}
