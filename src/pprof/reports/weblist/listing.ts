/** A page of sources as data: files, pieces of functions, lines, and the code below each line. */
import { baseName } from "../../../base/base-name.ts";
import { compareText } from "../../graph/node-info.ts";
import type { SourceReader } from "../../source/source-reader.ts";
import type { CodeFile, CodeIndex, LineCode, ShownCode } from "./code-index.ts";
import { type FunctionRange, functionRanges } from "./function-ranges.ts";

export interface ListedFunction extends FunctionRange {
  readonly file: string;
  readonly lines: readonly ListedLine[];
}

export interface ListedLine {
  readonly number: number;
  readonly text: string;
  readonly flat: number;
  readonly cum: number;
  /** Has code, whether or not that is known. */
  readonly isCode: boolean;
  readonly code: readonly ListedCode[];
}

/** A call that was inlined, a gap, or an instruction. */
export type ListedCode =
  | { readonly kind: "gap" }
  | { readonly kind: "call"; readonly text: string; readonly place: string; readonly depth: number }
  | {
      readonly kind: "instruction";
      readonly code: ShownCode;
      readonly place: string;
      readonly depth: number;
    };

/** The functions that have samples, file after file by name. */
export function* listFunctions(
  index: CodeIndex,
  printedNames: ReadonlyMap<string, string>,
  reader: SourceReader,
): Iterable<ListedFunction> {
  const files = [...index.files.values()].sort((a, b) => compareText(a.path, b.path));
  for (const file of files) {
    for (const range of functionRanges(file, index, printedNames)) {
      if (range.cum === 0) continue;
      yield { ...range, file: file.path, lines: listLines(file, range, index, reader) };
    }
  }
}

function listLines(
  file: CodeFile,
  { begin, end }: FunctionRange,
  index: CodeIndex,
  reader: SourceReader,
): ListedLine[] {
  const lines: ListedLine[] = [];
  for (let number = begin; number < end; number++) {
    const below = file.lines.get(number) ?? [];
    const text = lineText(reader, file.path, number);
    if (text === undefined && below.length === 0) continue;
    let flat = 0;
    let cum = 0;
    for (const { address } of below) {
      flat += index.code.get(address)!.flat;
      cum += index.code.get(address)!.cum;
    }
    lines.push({
      number,
      text: text ?? (number === 0 ? "<instructions with unknown line numbers>" : "???"),
      flat,
      cum,
      isCode: below.length > 0,
      code: hasDetail(below, index) ? listCode(below, index, reader) : [],
    });
  }
  return lines;
}

function hasDetail(below: readonly LineCode[], { code }: CodeIndex): boolean {
  return below.some(({ address, calls }) => calls.length > 0 || code.get(address)!.text !== "");
}

function listCode(
  below: readonly LineCode[],
  { code }: CodeIndex,
  reader: SourceReader,
): ListedCode[] {
  const listed: ListedCode[] = [];
  let next: bigint | undefined;
  let shown: LineCode["calls"] = [];
  for (const { address, calls } of below) {
    const one = code.get(address)!;
    if (next !== undefined && next !== address) listed.push({ kind: "gap" });
    next = address + BigInt(one.length);
    calls.forEach(({ file, line }, depth) => {
      const above = shown[depth];
      if (above?.file === file && above.line === line) return;
      shown = [];
      const text = (lineText(reader, file, line) ?? "").trim();
      listed.push({ kind: "call", text, place: `${baseName(file)}:${line}`, depth });
    });
    shown = calls;
    const place = one.file === "" ? "" : `${baseName(one.file)}:${one.line}`;
    if (one.text !== "") {
      listed.push({ kind: "instruction", code: one, place, depth: calls.length });
    }
  }
  return listed;
}

const LOSSY = new TextDecoder("utf-8", { ignoreBOM: true });

function lineText(reader: SourceReader, path: string, number: number): string | undefined {
  const line = reader.line(path, number);
  return line === undefined || typeof line === "string" ? line : LOSSY.decode(line);
}
