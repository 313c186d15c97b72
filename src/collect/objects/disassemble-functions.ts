/**
 * Takes many functions of one file apart with one run of `go tool objdump`: reading a program's
 * tables takes it longer than the code of a function. pprof stops one byte before a function's end,
 * and what is cut there must read as cut; so the tool gets a copy of the file whose functions end
 * one byte earlier.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MiB } from "../../base/units.ts";
import { shortenSymbols } from "../../decode/elf/shorten-symbols.ts";
import type { Instruction, ObjectSymbol } from "../../model/object-file.ts";
import { parseInstructions } from "./parse-tool-output.ts";
import { runGoTool } from "./run-go-tool.ts";

/** For fewer functions a copy of the file costs more than it saves. */
const FEW = 4;
const MAX_COPY = 512 * MiB;
/** Linux takes arguments of up to 128 KiB. */
const MAX_PATTERN = 64 * 1024;

/** The code of each function, in the order given, up to its last byte. */
export function disassembleFunctions(
  path: string,
  symbols: readonly ObjectSymbol[],
): readonly (readonly Instruction[])[] {
  const together = symbols.length > FEW ? fromCopy(path, symbols) : undefined;
  return together ?? symbols.map((symbol) => oneByOne(path, symbol));
}

function oneByOne(path: string, { name, start, size }: ObjectSymbol): Instruction[] {
  return disassembleRange(path, start, start + BigInt(size) - 1n).filter(
    ({ symbol, address }) => symbol === name && address >= start,
  );
}

/** From the first function that reaches into [start, end), whole, up to `end`. */
export function disassembleRange(path: string, start: bigint, end: bigint): Instruction[] {
  const range = [start, end].map((address) => `0x${address.toString(16)}`);
  return parseInstructions(runGoTool("objdump", ["--", path, ...range]).output);
}

/** Undefined where the file can't be copied so. */
function fromCopy(path: string, symbols: readonly ObjectSymbol[]): Instruction[][] | undefined {
  let folder: string | undefined;
  try {
    if (statSync(path).size > MAX_COPY) return undefined;
    const bytes = readFileSync(path);
    if (!shortenSymbols(bytes, new Map(symbols.map(({ start, size }) => [start, size])))) {
      return undefined;
    }
    folder = mkdtempSync(join(tmpdir(), "resident-code-"));
    const copy = join(folder, "program");
    writeFileSync(copy, bytes, { mode: 0o600 });
    return named(copy, symbols);
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function named(path: string, symbols: readonly ObjectSymbol[]): Instruction[][] {
  const code = new Map<string, Instruction[]>(symbols.map((symbol) => [keyOf(symbol), []]));
  for (const pattern of patternsOf(new Set(symbols.map(({ name }) => name)))) {
    let current: Instruction[] | undefined;
    let next: bigint | undefined;
    for (const one of parseInstructions(runGoTool("objdump", ["-s", pattern, "--", path]).output)) {
      // Code that does not follow on is another function's, maybe one of the same name.
      const begun = code.get(keyOf({ name: one.symbol, start: one.address }));
      if (begun !== undefined) current = begun;
      else if (one.address !== next) current = undefined;
      current?.push(one);
      next = one.address + BigInt(one.length);
    }
  }
  return symbols.map((symbol) => code.get(keyOf(symbol))!);
}

function keyOf({ name, start }: Pick<ObjectSymbol, "name" | "start">): string {
  return `${start.toString(16)} ${name}`;
}

/** Patterns that match these names and no others, each short enough for a command line. */
function patternsOf(names: Iterable<string>): string[] {
  const patterns: string[] = [];
  let alternatives = "";
  for (const name of names) {
    const quoted = name.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
    if (alternatives !== "" && alternatives.length + quoted.length > MAX_PATTERN) {
      patterns.push(`^(?:${alternatives})$`);
      alternatives = "";
    }
    alternatives += alternatives === "" ? quoted : `|${quoted}`;
  }
  return [...patterns, `^(?:${alternatives})$`];
}
