/**
 * The version of executables from before the build info (Go ≤ 1.12): the symbol table says where
 * the string variable runtime.buildVersion lies. Stripped programs have no such table.
 */
import { asVersion, readGoString } from "./decode-build-info.ts";
import type { Elf } from "./decode-elf.ts";
import { scanBytes } from "./scan-bytes.ts";
import { findSymbolTable, type SymbolTable, symbolPieces } from "./symbol-table.ts";

const NAME = new TextEncoder().encode("\0runtime.buildVersion\0");
/** The name stands once in a string table; each more costs a pass through the symbols. */
const MAX_TRIES = 4;

export function decodeBuildVersionSymbol(elf: Elf): string | undefined {
  const table = findSymbolTable(elf);
  if (table === undefined) return undefined;
  const { strings } = table;
  const end = strings.offset + strings.size;
  let tries = 0;
  for (const at of scanBytes(elf.reader.source, NAME, strings.offset, end)) {
    if (tries++ === MAX_TRIES) break;
    const address = findSymbol(elf, table, at + 1 - strings.offset);
    const text = address === undefined ? undefined : readGoString(elf, address);
    const version = text === undefined ? undefined : asVersion(text);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The value of the symbol whose name lies at that offset of the string table. */
function findSymbol(elf: Elf, table: SymbolTable, name: number): number | undefined {
  const { layout } = table;
  for (const piece of symbolPieces(elf, table)) {
    for (let at = 0; at < piece.length; at += layout.entry) {
      if (piece.u32(at + layout.name) === name) return piece.word(at + layout.value);
    }
  }
  return undefined;
}
