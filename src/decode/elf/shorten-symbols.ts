/**
 * Takes the last byte off functions in the symbol table of an ELF file, in place. `go tool pprof` ends
 * a disassembly there, where the last instruction is cut and reads `?`; the tool that it shares its
 * disassembler with goes to the end that the table gives.
 */
import { decodeElf, SectionType } from "./decode-elf.ts";
import { symbolLayout } from "./symbol-table.ts";

/** `sizes`: by address, in bytes. False where the file has no such table. */
export function shortenSymbols(bytes: Uint8Array, sizes: ReadonlyMap<bigint, number>): boolean {
  const elf = decodeElf({
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  });
  const table = elf?.sections.find(({ type }) => type === SectionType.symbols);
  if (elf === undefined || table === undefined) return false;
  const { wordSize, layout } = elf.reader;
  const view = elf.reader.view(table.offset, table.size, "the symbol table");
  const { entry, value, size } = symbolLayout(wordSize);
  const data = new DataView(bytes.buffer, bytes.byteOffset + table.offset, table.size);
  for (let at = 0; at + entry <= table.size; at += entry) {
    const length = view.word(at + size);
    if (length < 2 || sizes.get(BigInt(view.word(at + value))) !== length) continue;
    if (wordSize === 8) data.setBigUint64(at + size, BigInt(length - 1), layout.littleEndian);
    else data.setUint32(at + size, length - 1, layout.littleEndian);
  }
  return true;
}
