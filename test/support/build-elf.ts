/**
 * Small ELF files with what readGoBuild looks for, in both word sizes and byte orders: what the Go
 * on this machine no longer builds (pointers in the build info, no build info), and something of
 * which a fuzz test's mutations hit more than code.
 */
export interface ElfOptions {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  /** Where the version stands: the build info of Go ≥ 1.18, of 1.13–1.17, or the symbol before. */
  readonly form: "inline" | "pointer" | "symbol" | "none";
  readonly version?: string;
  /** Magic number of the line table; none without it. */
  readonly lineTable?: number;
  /** Without the table of section headers. */
  readonly noSections?: boolean;
}

const BASE = 0x10000;

interface Section {
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly link?: number;
}

/** One writable segment holds the whole file, at address 0x10000. */
export function buildElf(options: ElfOptions): Uint8Array {
  const { bits, form, version = "go1.16.3" } = options;
  const word = bits / 8;
  const pack = packer(options);
  const headerSize = bits === 64 ? 64 : 52;
  const segmentSize = bits === 64 ? 56 : 32;
  let end = align(headerSize + 2 * segmentSize, 16);
  const sections: (Section & { offset: number })[] = [];
  const add = (name: string, type: number, bytes: Uint8Array, link = 0) => {
    const offset = end;
    sections.push({ name, type, bytes, link, offset });
    end = align(end + bytes.length, 16);
    return offset;
  };
  add("", 0, new Uint8Array());
  const notes = add(".note", 7, notesOf(pack));
  const text = add(".rodata", 1, ascii(version));
  const string = add(".data", 1, join(pack.word(BASE + text), pack.word(version.length)));
  if (form === "inline" || form === "pointer") {
    add(".go.buildinfo", 1, buildInfo(options, version, BASE + string, pack));
  }
  if (options.lineTable !== undefined) {
    add(".gopclntab", 1, join(pack.u32(options.lineTable), Uint8Array.of(0, 0, 1, word)));
  }
  if (form === "symbol") {
    const empty = new Uint8Array(bits === 64 ? 24 : 16);
    add(".symtab", 2, join(empty, symbol(bits, 9, BASE + string, pack)), sections.length + 1);
    add(".strtab", 3, ascii("\0runtime\0runtime.buildVersion\0"));
  }
  const names = ["", ".shstrtab", ...sections.slice(1).map(({ name }) => name)];
  add(".shstrtab", 3, ascii(names.map((name) => `${name}\0`).join("")));
  const nameAt = (name: string) => names.slice(0, names.indexOf(name)).join("\0").length + 1;
  const table = join(
    ...sections.map((s) => sectionHeader(s, s.name === "" ? 0 : nameAt(s.name), pack)),
  );
  const bytes = new Uint8Array(end + table.length);
  for (const section of sections) bytes.set(section.bytes, section.offset);
  bytes.set(table, end);
  const head = fileHeader(options, pack, options.noSections ? 0 : end, sections.length);
  bytes.set(
    join(
      head,
      segment(bits, 1, 6, 0, bytes.length, pack),
      segment(bits, 4, 4, notes, notesOf(pack).length, pack),
    ),
  );
  return bytes;
}

type Packer = ReturnType<typeof packer>;

function packer({ bits, littleEndian }: ElfOptions) {
  const number = (size: 2 | 4 | 8, value: number) => {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 2) view.setUint16(0, value, littleEndian);
    else if (size === 4) view.setUint32(0, value, littleEndian);
    else view.setBigUint64(0, BigInt(value), littleEndian);
    return new Uint8Array(view.buffer);
  };
  return {
    u16: (value: number) => number(2, value),
    u32: (value: number) => number(4, value),
    word: (value: number) => number(bits === 64 ? 8 : 4, value),
  };
}

function fileHeader(options: ElfOptions, pack: Packer, sectionsAt: number, count: number) {
  const { bits, littleEndian } = options;
  const ident = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, littleEndian ? 1 : 2, 1);
  const [size, segmentSize, sectionSize] = bits === 64 ? [64, 56, 64] : [52, 32, 40];
  const known = sectionsAt === 0 ? 0 : count;
  return join(
    join(ident, new Uint8Array(9)),
    join(pack.u16(2), pack.u16(62), pack.u32(1), pack.word(BASE)),
    join(pack.word(size), pack.word(sectionsAt), pack.u32(0)),
    join(pack.u16(size), pack.u16(segmentSize), pack.u16(2), pack.u16(sectionSize)),
    join(pack.u16(known), pack.u16(known === 0 ? 0 : known - 1)),
  );
}

function segment(bits: 32 | 64, type: number, flags: number, at: number, size: number, p: Packer) {
  const place = [at, BASE + at, BASE + at, size, size].map(p.word);
  return bits === 64
    ? join(p.u32(type), p.u32(flags), ...place, p.word(16))
    : join(p.u32(type), ...place, p.u32(flags), p.u32(16));
}

function sectionHeader(section: Section & { offset: number }, name: number, pack: Packer) {
  const { type, offset, bytes, link = 0 } = section;
  return join(
    join(pack.u32(name), pack.u32(type), pack.word(0), pack.word(BASE + offset)),
    join(pack.word(offset), pack.word(bytes.length), pack.u32(link), pack.u32(0)),
    join(pack.word(1), pack.word(0)),
  );
}

function symbol(bits: 32 | 64, name: number, value: number, pack: Packer): Uint8Array {
  return bits === 64
    ? join(pack.u32(name), Uint8Array.of(1, 0, 1, 0), pack.word(value), pack.word(16))
    : join(pack.u32(name), pack.word(value), pack.word(8), Uint8Array.of(1, 0, 1, 0));
}

function buildInfo(options: ElfOptions, version: string, string: number, pack: Packer) {
  const { bits, littleEndian, form } = options;
  const flags = form === "inline" ? 2 : littleEndian ? 0 : 1;
  const magic = join(Uint8Array.of(0xff), ascii(" Go buildinf:"), Uint8Array.of(bits / 8, flags));
  if (form === "inline") {
    return join(magic, new Uint8Array(16), Uint8Array.of(version.length), ascii(version));
  }
  return join(magic, pack.word(string), pack.word(0), new Uint8Array(8));
}

function notesOf(pack: Packer): Uint8Array {
  const note = (name: string, type: number, contents: Uint8Array) =>
    join(pack.u32(4), pack.u32(contents.length), pack.u32(type), ascii(name), contents);
  return join(
    note("GNU\0", 3, Uint8Array.of(0xde, 0xad, 0xbe, 0xef)),
    note("Go\0\0", 4, ascii("ab/cd/ef")),
  );
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
