/**
 * The version of executables from before the build info (Go ≤ 1.12): the symbol table says where
 * the string variable runtime.buildVersion lies. Stripped programs have no such table.
 */
import { asVersion, readGoString } from "./decode-build-info.ts";
import { type Elf, findSection, SectionType } from "./decode-elf.ts";
import { ElfView } from "./elf-reader.ts";
import { scanBytes } from "./scan-bytes.ts";

const NAME = new TextEncoder().encode("\0runtime.buildVersion\0");
/** The name stands once in a string table; each more costs a pass through the symbols. */
const MAX_TRIES = 4;
/** Symbols a piece: the table of a large program is tens of megabytes. */
const PIECE = 1 << 15;

export function decodeBuildVersionSymbol(elf: Elf): string | undefined {
  const symbols = elf.sections.find((section) => section.type === SectionType.symbols);
  const strings = symbols && elf.sections[symbols.link];
  if (symbols === undefined || strings === undefined) return undefined;
  if (findSection(elf, symbols.name) === undefined) return undefined;
  const end = strings.offset + strings.size;
  let tries = 0;
  for (const at of scanBytes(elf.reader.source, NAME, strings.offset, end)) {
    if (tries++ === MAX_TRIES) break;
    const address = findSymbol(elf, symbols.offset, symbols.size, at + 1 - strings.offset);
    const text = address === undefined ? undefined : readGoString(elf, address);
    const version = text === undefined ? undefined : asVersion(text);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The value of the symbol whose name lies at that offset of the string table. */
function findSymbol(elf: Elf, offset: number, size: number, name: number): number | undefined {
  const { reader } = elf;
  const entry = reader.wordSize === 8 ? 24 : 16;
  const valueAt = reader.wordSize === 8 ? 8 : 4;
  for (let from = 0; from + entry <= size; from += PIECE * entry) {
    const length = Math.min(PIECE * entry, size - from);
    const piece = new ElfView(reader.bytes(offset + from, length, "the symbols"), reader.layout);
    for (let at = 0; at + entry <= length; at += entry) {
      if (piece.u32(at) === name) return piece.word(at + valueAt);
    }
  }
  return undefined;
}
