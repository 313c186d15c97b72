/** What Go's tools print of a program's file, as values. A line of another form is passed over. */
import type { CodeLine, Instruction, ObjectSymbol } from "../../model/object-file.ts";

/** `go tool nm -size`: `  5009a0         89 T main.fibonacci`; undefined symbols have no address. */
export function parseSymbols(output: string): ObjectSymbol[] {
  const symbols: ObjectSymbol[] = [];
  for (const [, address, size, name] of output.matchAll(/^ *([0-9a-f]+) +(\d+) \S (.*)$/gm)) {
    symbols.push({ name: name!, start: BigInt(`0x${address}`), size: Number(size) });
  }
  return symbols;
}

const HEADER = /^TEXT (.*)\(SB\)(?: .*)?$/;
const INSTRUCTION = /^ {2}(.*):(-?\d+)\t+0x([0-9a-f]+)\t+([0-9a-f ]+?)\t+(.*?)\t*$/;

/** `go tool objdump`: `  main.go:63\t\t0x5009a0\t\t493b6610\t\tCMPQ SP, 0x10(R14)\t`. */
export function parseInstructions(output: string): Instruction[] {
  const instructions: Instruction[] = [];
  let symbol = "";
  for (const row of output.split("\n")) {
    const [, file, line, address, bytes, text] = INSTRUCTION.exec(row) ?? [];
    if (text === undefined) {
      symbol = HEADER.exec(row)?.[1] ?? symbol;
      continue;
    }
    instructions.push({
      address: BigInt(`0x${address}`),
      length: bytes!.replaceAll(" ", "").length / 2,
      text,
      file: file!,
      line: Number(line),
      symbol,
    });
  }
  return instructions;
}

/** `go tool addr2line`: two lines an address, `main.fibonacci` and `/src/main.go:63`. */
export function parseLines(output: string, count: number): (CodeLine | undefined)[] {
  const rows = output.split("\n");
  return Array.from({ length: count }, (_, i) => {
    const func = rows[2 * i] ?? "?";
    const [, file, line] = /^(.*):(-?\d+)$/.exec(rows[2 * i + 1] ?? "") ?? [];
    return func === "?" || file === undefined ? undefined : { func, file, line: Number(line) };
  });
}
