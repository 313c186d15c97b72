/**
 * The version of executables from before the build info (Go ≤ 1.12): the symbol table says where
 * the string variable runtime.buildVersion lies. Stripped programs have no such table.
 */
import { asVersion, readGoString } from "./decode-build-info.ts";
import type { Elf } from "./decode-elf.ts";
import { findSymbolTable, symbolsNamed } from "./symbol-table.ts";

export function decodeBuildVersionSymbol(elf: Elf): string | undefined {
  const table = findSymbolTable(elf);
  if (table === undefined) return undefined;
  for (const address of symbolsNamed(elf, table, "runtime.buildVersion")) {
    const text = readGoString(elf, address);
    const version = text === undefined ? undefined : asVersion(text);
    if (version !== undefined) return version;
  }
  return undefined;
}
