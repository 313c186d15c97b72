/** `-disasm`: the machine code of the functions that a pattern names, with what each instruction has. */
import { ResidentError } from "../../../base/errors.ts";
import type { Instruction, ObjectFailure, ObjectFile } from "../../../model/object-file.ts";
import { graphBuilder } from "../../graph/report-graph.ts";
import { percentage } from "../../measure/label.ts";
import { formatValue } from "../../measure/value-format.ts";
import { valueOrDot } from "../../measure/value-or-dot.ts";
import { parseAddress } from "../../objects/parse-address.ts";
import type { ReportInput, ReportOutput } from "../../report-input.ts";
import { type AnnotatedInstruction, annotateCode } from "./annotate-code.ts";
import { findSymbols, type SampledSymbol, sampledSymbols } from "./sampled-symbols.ts";

/**
 * Throws RES_NO_DATA where no function of that name has samples, and RES_UNSUPPORTED where the
 * tools that read machine code are missing.
 */
export function* renderDisasm(input: ReportInput): ReportOutput {
  const { profile, host, format, total } = input;
  const pattern = input.pattern!;
  const { nodes } = graphBuilder(input).build();
  const address = parseAddress(pattern.pattern);
  const problems: string[] = [];
  const objects = new Map<string, ObjectFile | ObjectFailure>();
  const open = (path: string) => {
    const object = objects.get(path) ?? host.openObject(path);
    objects.set(path, object);
    return openOrNote(object, problems);
  };
  const found = findSymbols(profile, nodes, { pattern, address, open });
  // What can't be opened is said where the report goes, as pprof does, and even if none follows.
  yield problems.map((problem) => `${problem}\n`).join("");
  const symbols = sampledSymbols(found, nodes);
  if (symbols.length === 0) throw noMatch(pattern.pattern, address, found.length > 0);
  if (input.settings.intel_syntax) {
    throw new ResidentError(
      "RES_UNSUPPORTED",
      "printing assembly in Intel syntax is not supported",
    );
  }
  const code = codeOf(symbols);
  const routines = symbols.map((symbol) => routine(symbol, code.get(symbol) ?? [], input));
  yield `Total: ${formatValue(total, format)}\n`;
  yield* routines;
}

function openOrNote(
  object: ObjectFile | ObjectFailure,
  problems: string[],
): ObjectFile | undefined {
  if (!("error" in object)) return object;
  if (object.needsGo) throw new ResidentError("RES_UNSUPPORTED", object.error);
  problems.push(object.error);
  return undefined;
}

function noMatch(pattern: string, address: bigint | undefined, isFound: boolean): ResidentError {
  if (address === undefined) {
    return new ResidentError("RES_NO_DATA", `no matches found for regexp ${pattern}`);
  }
  const hex = `0x${address.toString(16)}`;
  return new ResidentError(
    "RES_NO_DATA",
    isFound
      ? `address ${hex} found in binary, but the corresponding symbols do not have samples in the profile`
      : `no matches found for address ${hex}`,
  );
}

/** Each file is asked once for all of its functions: its tools take long to start. */
function codeOf(symbols: readonly SampledSymbol[]): Map<SampledSymbol, readonly Instruction[]> {
  const code = new Map<SampledSymbol, readonly Instruction[]>();
  for (const object of new Set(symbols.map((symbol) => symbol.object))) {
    const own = symbols.filter((symbol) => symbol.object === object);
    const all = object.disassembleFunctions(own.map(({ symbol }) => symbol));
    own.forEach((symbol, i) => void code.set(symbol, all[i] ?? []));
  }
  return code;
}

function routine(
  { symbol: { name }, offset, nodes }: SampledSymbol,
  code: readonly Instruction[],
  input: ReportInput,
): string {
  const { format, total } = input;
  const flat = formatValue(sumOf(nodes, "flat"), format).padStart(10);
  const cum = sumOf(nodes, "cum");
  const sums = `${flat} ${formatValue(cum, format).padStart(10)} (flat, cum)`;
  const header = `ROUTINE ======================== ${name}\n${sums} ${percentage(cum, total)} of Total\n`;
  return header + instructionRows(annotateCode(code, nodes, offset), input);
}

function sumOf(nodes: SampledSymbol["nodes"], value: "flat" | "cum"): number {
  return nodes.reduce((sum, node) => sum + node[value], 0);
}

const SHORT = 40;
const GAP = " ".repeat(74);

/** Where an instruction belongs is said where it differs from the one above. */
function instructionRows(
  instructions: readonly AnnotatedInstruction[],
  { format }: ReportInput,
): string {
  let above = { func: "", file: "", line: 0 };
  let rows = "";
  for (const one of instructions) {
    const { func, file, line, text } = one;
    const isSame = func === above.func && file === above.file && line === above.line;
    const place = isSame ? "" : placeOf(one);
    above = { func, file, line };
    const values = [one.flat, one.cum].map((value) => valueOrDot(value, format).padStart(10));
    const front = `${values.join(" ")} ${one.address.toString(16).padStart(10)}: `;
    if (place === "") rows += `${front}${text}\n`;
    else if (byteLength(text) < SHORT) rows += `${front}${pad(text)};${place}\n`;
    else rows += `${GAP};${place}\n${front}${text}\n`;
  }
  return rows;
}

function placeOf({ func, file, line }: AnnotatedInstruction): string {
  const where = file === "" ? "" : line === 0 ? file : `${file}:${line}`;
  return func === "" ? where : `${func} ${where}`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** To a width of code points, not of UTF-16 units. */
function pad(text: string): string {
  return text + " ".repeat(Math.max(0, SHORT - [...text].length));
}
