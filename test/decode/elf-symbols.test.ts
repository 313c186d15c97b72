import { describe, expect, test } from "vitest";
import { shortenSymbols } from "../../src/decode/elf/shorten-symbols.ts";
import { buildElf } from "../support/build-elf.ts";

describe.each([
  [64, true],
  [64, false],
  [32, true],
  [32, false],
] as const)("an ELF file of %i bits, little endian: %s", (bits, littleEndian) => {
  const file = () => buildElf({ bits, littleEndian, form: "symbol" });

  test("a symbol of this address and size ends one byte earlier, and nothing else changes", () => {
    const { address, size, sizeAt } = onlySymbol(file(), bits, littleEndian);
    const bytes = file();
    expect(shortenSymbols(bytes, new Map([[address, size]]))).toBe(true);
    expect(onlySymbol(bytes, bits, littleEndian)).toEqual({ address, size: size - 1, sizeAt });
    const before = file();
    const changed = [...bytes.keys()].filter((i) => bytes[i] !== before[i]);
    expect(changed).toEqual([littleEndian ? sizeAt : sizeAt + bits / 8 - 1]);
  });

  test("a symbol of another size stays", () => {
    const { address, size } = onlySymbol(file(), bits, littleEndian);
    const bytes = file();
    expect(shortenSymbols(bytes, new Map([[address, size + 1]]))).toBe(true);
    expect(bytes).toEqual(file());
  });
});

test("a file without a symbol table, or of another format, is left alone", () => {
  const stripped = buildElf({ bits: 64, littleEndian: true, form: "inline" });
  expect(shortenSymbols(stripped, new Map([[1n, 2]]))).toBe(false);
  expect(shortenSymbols(new TextEncoder().encode("#!/bin/sh\n".repeat(9)), new Map())).toBe(false);
});

/** The second entry of the table of type SHT_SYMTAB, found here by the format's own offsets. */
function onlySymbol(bytes: Uint8Array, bits: 32 | 64, little: boolean) {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWide = bits === 64;
  const word = (at: number) =>
    isWide ? Number(data.getBigUint64(at, little)) : data.getUint32(at, little);
  const headers = word(isWide ? 40 : 32);
  const count = data.getUint16(isWide ? 60 : 48, little);
  const length = isWide ? 64 : 40;
  for (let i = 0; i < count; i++) {
    const header = headers + i * length;
    if (data.getUint32(header + 4, little) !== 2) continue;
    const entry = word(header + (isWide ? 24 : 16)) + (isWide ? 24 : 16);
    const sizeAt = entry + (isWide ? 16 : 8);
    return { address: BigInt(word(entry + (isWide ? 8 : 4))), size: word(sizeAt), sizeAt };
  }
  throw new Error("no symbol table");
}
