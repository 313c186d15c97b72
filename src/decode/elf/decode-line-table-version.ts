/**
 * Which Go releases a line table (pclntab) can be from: its magic number changed in 1.16, 1.18 and
 * 1.20. Every Go executable has the table, stripped or not, because the runtime needs it for stack
 * traces; so this also tells whether a program is Go at all.
 */
import { type Elf, findSection, SegmentType } from "./decode-elf.ts";
import { scanBytes } from "./scan-bytes.ts";

/** Magic numbers, newest first, and the releases that write them. */
const MAGICS = [
  { magic: 0xfffffff1, versions: "go1.20+" },
  { magic: 0xfffffff0, versions: "go1.18–go1.19" },
  { magic: 0xfffffffa, versions: "go1.16–go1.17" },
  { magic: 0xfffffffb, versions: "go1.2–go1.15" },
] as const;

/**
 * Without a section of its own (no section names, or a C linker that merged it into .data.rel.ro)
 * the table is looked for in this much of each segment.
 */
const MAX_SCAN = 256 << 20;
const HEADER_SIZE = 8;

/**
 * A range such as `go1.16–go1.17`, or undefined where there is no line table. `isGo` where it is
 * known to be there: then an executable with section names is searched as well.
 */
export function decodeLineTableVersion(elf: Elf, isGo: boolean): string | undefined {
  const section = findSection(elf, ".gopclntab", ".data.rel.ro.gopclntab");
  if (section !== undefined) {
    if (section.size < HEADER_SIZE) return undefined;
    return versionsOf(elf, elf.reader.bytes(section.offset, HEADER_SIZE, ".gopclntab"));
  }
  return isGo || elf.sections.length === 0 ? scanForTable(elf) : undefined;
}

/** More segments than a linker makes; a file can claim 65,535. */
const MAX_SEGMENTS = 32;

/** magic u32, two zero bytes, the smallest instruction (1, 2 or 4), the size of a pointer. */
function versionsOf(elf: Elf, header: Uint8Array): string | undefined {
  const isHeader =
    header[4] === 0 &&
    header[5] === 0 &&
    [1, 2, 4].includes(header[6]!) &&
    header[7] === elf.reader.wordSize;
  if (!isHeader) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, HEADER_SIZE);
  const magic = view.getUint32(0, elf.reader.layout.littleEndian);
  return MAGICS.find((candidate) => candidate.magic === magic)?.versions;
}

function scanForTable(elf: Elf): string | undefined {
  const segments = elf.segments.filter(({ type }) => type === SegmentType.load);
  for (const { magic, versions } of MAGICS) {
    const pattern = new Uint8Array(6);
    new DataView(pattern.buffer).setUint32(0, magic, elf.reader.layout.littleEndian);
    for (const segment of segments.slice(0, MAX_SEGMENTS)) {
      const end = segment.offset + Math.min(segment.fileSize, MAX_SCAN);
      for (const at of scanBytes(elf.reader.source, pattern, segment.offset, end, 4)) {
        const header = elf.reader.source.read(at, HEADER_SIZE);
        if (header.length === HEADER_SIZE && versionsOf(elf, header) !== undefined) return versions;
      }
    }
  }
  return undefined;
}
