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
  /** In the symbol table, and in a section of their own each kind; none without it. */
  readonly variables?: readonly ElfVariableOptions[];
  /**
   * Words of .data, each a variable main.pointer0 and so on: how far into .noptrbss it points, −1: it is
   * a number that looks as if it did. Needs `variables`.
   */
  readonly pointers?: readonly number[];
  /** Without the table of section headers. */
  readonly noSections?: boolean;
}

/** A symbol as the test wants it, right or not. */
export interface ElfVariableOptions {
  readonly name: string;
  readonly section: ".noptrdata" | ".noptrbss";
  readonly size: number;
  /** Bytes from the start of its section. */
  readonly at: number;
  /** STT_OBJECT unless given. */
  readonly type?: number;
}

const BASE = 0x10000;
/** Bytes that each of the sections with variables claims. */
export const VARIABLES_SIZE = 1 << 30;
/** Where the two lie in memory: behind the file. */
const VARIABLES_AT = { ".noptrdata": 1 << 28, ".noptrbss": (1 << 28) + VARIABLES_SIZE };

interface Section {
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly link?: number;
  /** Where it is not what its bytes say. */
  readonly size?: number;
  readonly address?: number;
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
  const add = (name: string, type: number, bytes: Uint8Array, more: Partial<Section> = {}) => {
    const offset = end;
    sections.push({ name, type, bytes, offset, ...more });
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
  const { variables = [] } = options;
  const first = sections.length;
  for (const name of VARIABLE_SECTIONS) {
    if (variables.length === 0) continue;
    add(name, 8, new Uint8Array(), { size: VARIABLES_SIZE, address: VARIABLES_AT[name] });
  }
  if (form === "symbol" || variables.length > 0) {
    const version = symbol(
      bits,
      { name: 9, value: BASE + string, size: 2 * word, section: 1 },
      pack,
    );
    const pointed = pointersOf(options, BASE + end, pack);
    const at = sections.length;
    if (pointed.symbols.length > 0) add(".data", 1, pointed.bytes);
    const symbols = [
      ...variableSymbols(options, first),
      ...pointed.symbols.map((one) => ({ ...one, section: at })),
    ];
    const { table, strings } = namedSymbols(bits, symbols, pack);
    add(".symtab", 2, join(empty(bits), version, table), { link: sections.length + 1 });
    add(".strtab", 3, ascii(strings));
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

const VARIABLE_SECTIONS = [".noptrdata", ".noptrbss"] as const;
const STRINGS = "\0runtime\0runtime.buildVersion\0";

function empty(bits: 32 | 64): Uint8Array {
  return new Uint8Array(bits === 64 ? 24 : 16);
}

interface NamedSymbol extends Omit<SymbolFields, "name"> {
  readonly name: string;
}

function variableSymbols({ variables = [] }: ElfOptions, first: number): NamedSymbol[] {
  return variables.map(({ name, section, at, size, type = 1 }) => {
    const value = VARIABLES_AT[section] + at;
    return { name, value, size, type, section: first + VARIABLE_SECTIONS.indexOf(section) };
  });
}

function namedSymbols(bits: 32 | 64, symbols: readonly NamedSymbol[], pack: Packer) {
  let strings = STRINGS;
  const entries = symbols.map(({ name, ...fields }) => {
    const entry = symbol(bits, { ...fields, name: strings.length }, pack);
    strings += `${name}\0`;
    return entry;
  });
  return { table: join(...entries), strings };
}

/** The words, then the collector's program that says which of them are pointers; at an address. */
function pointersOf({ bits, pointers = [] }: ElfOptions, address: number, pack: Packer) {
  const word = bits / 8;
  const words = pointers.map((at) =>
    pack.word(VARIABLES_AT[".noptrbss"] + (at < 0 ? 1 << 28 : at)),
  );
  const mask = pointers.reduce((bits, at, i) => bits | (at < 0 ? 0 : 1 << i), 0);
  const end = address + pointers.length * word;
  const marks = [
    { name: "runtime.data", value: address },
    { name: "runtime.edata", value: end },
    { name: "runtime.gcdata", value: end },
  ].map((one) => ({ ...one, size: 0, section: 1 }));
  const named = pointers.map((_, i) => {
    return { name: `main.pointer${i}`, value: address + i * word, size: word, section: 1 };
  });
  const bytes = join(...words, Uint8Array.of(pointers.length, mask, 0));
  return { bytes, symbols: pointers.length === 0 ? [] : [...marks, ...named] };
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
  const { type, offset, bytes, link = 0, size = bytes.length, address = BASE + offset } = section;
  return join(
    join(pack.u32(name), pack.u32(type), pack.word(0), pack.word(address)),
    join(pack.word(offset), pack.word(size), pack.u32(link), pack.u32(0)),
    join(pack.word(1), pack.word(0)),
  );
}

interface SymbolFields {
  readonly name: number;
  readonly value: number;
  readonly size: number;
  readonly section: number;
  readonly type?: number;
}

function symbol(bits: 32 | 64, fields: SymbolFields, pack: Packer): Uint8Array {
  const { name, value, size, section, type = 1 } = fields;
  const kind = join(Uint8Array.of(0x10 | type, 0), pack.u16(section));
  return bits === 64
    ? join(pack.u32(name), kind, pack.word(value), pack.word(size))
    : join(pack.u32(name), pack.word(value), pack.word(size), kind);
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
