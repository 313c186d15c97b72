/**
 * The version out of the build info that Go's linker puts into every executable from 1.13 on; it
 * survives `strip`. Two forms: up to 1.17 the header points to a Go string, from 1.18 on the text
 * follows the header. In a position-independent executable the pointers of the old form are
 * written by the dynamic loader, so that the file has them as relocations only.
 */
import { type Elf, findSection, readAtAddress, SectionType, SegmentType } from "./decode-elf.ts";
import { ElfView } from "./elf-reader.ts";
import { scanBytes } from "./scan-bytes.ts";

/** `\xff Go buildinf:` */
const MAGIC = Uint8Array.of(0xff, ...new TextEncoder().encode(" Go buildinf:"));
const ALIGNMENT = 16;
const HEADER_SIZE = 32;
const BIG_ENDIAN = 1;
const INLINE_STRINGS = 2;
/** Longer than any version with its experiments. */
const MAX_VERSION = 512;
/** Executables without section names have the blob near the start of the data; look this far. */
const MAX_SCAN = 64 << 20;

/** `{}` where there is a blob without a readable version; undefined where there is none. */
export function decodeBuildInfo(elf: Elf): { readonly version?: string } | undefined {
  const offset = findBlob(elf);
  if (offset === undefined) return undefined;
  const header = elf.reader.bytes(offset, HEADER_SIZE, "the build info");
  const isInline = (header[15]! & INLINE_STRINGS) !== 0;
  const text = isInline ? inlineVersion(elf, offset) : pointedVersion(elf, offset, header);
  const version = text === undefined ? undefined : asVersion(text);
  return version === undefined ? {} : { version };
}

function findBlob(elf: Elf): number | undefined {
  const { source } = elf.reader;
  const section = findSection(elf, ".go.buildinfo");
  const data = section
    ? { offset: section.offset, fileSize: section.size }
    : elf.segments.find((s) => s.type === SegmentType.load && s.writable && !s.executable);
  if (data === undefined) return undefined;
  const end = data.offset + Math.min(data.fileSize, MAX_SCAN);
  for (const offset of scanBytes(source, MAGIC, data.offset, end, ALIGNMENT)) {
    return offset + HEADER_SIZE <= source.size ? offset : undefined;
  }
  return undefined;
}

/** A length as varint, then the text. */
function inlineVersion(elf: Elf, offset: number): Uint8Array | undefined {
  const start = offset + HEADER_SIZE;
  const rest = elf.reader.source.read(
    start,
    Math.min(MAX_VERSION + 2, elf.reader.source.size - start),
  );
  const first = rest[0] ?? 0;
  const isLong = first >= 0x80;
  const length = isLong ? (first & 0x7f) | ((rest[1] ?? 0) << 7) : first;
  const from = isLong ? 2 : 1;
  return from + length <= rest.length ? rest.subarray(from, from + length) : undefined;
}

function pointedVersion(elf: Elf, offset: number, header: Uint8Array): Uint8Array | undefined {
  const isWide = header[14] === 8;
  if (!isWide && header[14] !== 4) return undefined;
  const littleEndian = (header[15]! & BIG_ENDIAN) === 0;
  const pointer = new ElfView(header, { bits: isWide ? 64 : 32, littleEndian }).word(16);
  return readGoString(elf, pointer === 0 ? relocatedPointer(elf, offset + 16) : pointer);
}

/** The bytes of the Go string (pointer, length) whose header lies at a virtual address. */
export function readGoString(elf: Elf, address: number | undefined): Uint8Array | undefined {
  if (address === undefined || address === 0) return undefined;
  const { layout, wordSize } = elf.reader;
  const bytes = readAtAddress(elf, address, 2 * wordSize);
  if (bytes === undefined) return undefined;
  const header = new ElfView(bytes, layout);
  const length = header.word(wordSize);
  const pointer = header.word(0) || relocatedAt(elf, address);
  if (pointer === undefined || length === 0 || length > MAX_VERSION) return undefined;
  return readAtAddress(elf, pointer, length);
}

function relocatedPointer(elf: Elf, offset: number): number | undefined {
  const segment = elf.segments.find(
    ({ type, offset: start, fileSize }) =>
      type === SegmentType.load && offset >= start && offset < start + fileSize,
  );
  return segment && relocatedAt(elf, segment.address + (offset - segment.offset));
}

/** What the loader will write at `address`: the addend of the relocation there (64 bit RELA). */
function relocatedAt(elf: Elf, address: number): number | undefined {
  const section = findSection(elf, ".rela.dyn", ".rela");
  if (section?.type !== SectionType.rela || elf.reader.wordSize !== 8) return undefined;
  const wanted = new Uint8Array(8);
  new DataView(wanted.buffer).setBigUint64(0, BigInt(address), elf.reader.layout.littleEndian);
  const end = section.offset + section.size;
  for (const at of scanBytes(elf.reader.source, wanted, section.offset, end)) {
    if ((at - section.offset) % 24 !== 0 || at + 24 > elf.reader.source.size) continue;
    return elf.reader.view(at, 24, "a relocation").u64(16);
  }
  return undefined;
}

/** `go1.23.4`, `devel go1.19-abc …`: printable, and a version; anything else is not believed. */
export function asVersion(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  return /^(?:go\d|devel |release)[\x20-\x7e]*$/.test(text) ? text : undefined;
}
