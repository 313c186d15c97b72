/**
 * `-weblist`: sources and machine code as one page of HTML that needs nothing else, not even a
 * script: the code below a line unfolds where the line is opened.
 */
import { ResidentError } from "../../../base/errors.ts";
import { percentage } from "../../measure/label.ts";
import { formatValue } from "../../measure/value-format.ts";
import { valueOrDot } from "../../measure/value-or-dot.ts";
import type { ReportInput, ReportOutput } from "../../report-input.ts";
import { SourceReader } from "../../source/source-reader.ts";
import { profileLines } from "../header.ts";
import { collectCode } from "./collect-code.ts";
import { findInterest } from "./find-interest.ts";
import { type ListedCode, type ListedFunction, type ListedLine, listFunctions } from "./listing.ts";

/** Throws RES_NO_DATA where the pattern names nothing that has samples. */
export function* renderWeblist(input: ReportInput): ReportOutput {
  const interest = findInterest(input);
  if (interest.names.size === 0) {
    const pattern = input.pattern?.pattern ?? "";
    throw new ResidentError("RES_NO_DATA", `no matches found for regexp: ${pattern}`);
  }
  const { index, problem } = collectCode(input, interest);
  yield pageHead(input, problem);
  const reader = new SourceReader(input);
  for (const one of listFunctions(index, interest.printedNames, reader)) {
    yield functionHead(one, input);
    for (const line of one.lines) yield lineRow(line, input);
    yield "</div></section>\n";
  }
  yield "</body></html>\n";
}

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:1.5em}
h2{font-size:1.1em;margin:1.6em 0 0}
.file,.total{margin:.1em 0;color:#555}
.code,.total{font-family:ui-monospace,monospace;font-size:12px;white-space:pre}
.total{color:inherit}
.code{overflow-x:auto}
.row{display:block}
.none{color:#888}
summary{list-style:none;cursor:pointer}
summary:hover,summary:focus{background:#eef4fb}
summary::-webkit-details-marker{display:none}
.text{display:inline-block;tab-size:8}
.asm{color:#1b6b36;margin:0 0 .4em}
.call{color:#333c8a}
.place{color:#888}`;

function pageHead(input: ReportInput, problem: string | undefined): string {
  const facts = [...profileLines(input), `Total: ${formatValue(input.total, input.format)}`];
  const note =
    problem === undefined ? "" : `<p class="note">Without code: ${escapeHtml(problem)}.</p>\n`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>${escapeHtml(`${input.pattern?.pattern ?? ""} - ${input.sampleType}`)}</title>
<style>
${STYLE}
</style></head><body>
<p class="facts">${facts.map(escapeHtml).join("<br>\n")}</p>
${note}`;
}

function functionHead({ name, file, flat, cum }: ListedFunction, input: ReportInput): string {
  const { format, total } = input;
  const sums = [flat, cum].map((value) => formatValue(value, format).padStart(10)).join(" ");
  return `<section><h2>${escapeHtml(name)}</h2><p class="file">${escapeHtml(file)}</p>
<p class="total"> Total ${sums} (flat, cum) ${percentage(cum, total)}</p><div class="code">
`;
}

function lineRow(
  { number, text, flat, cum, isCode, code }: ListedLine,
  input: ReportInput,
): string {
  const front = `${String(number).padStart(6)} ${columns(flat, cum, input)}  `;
  const row = `${front}<span class="text">${escapeHtml(text)}</span>`;
  if (code.length === 0) return `<span class="row${isCode ? "" : " none"}">${row}</span>\n`;
  const below = code.map((one) => codeRow(one, indentOf(text), input)).join("\n");
  return `<details><summary>${row}</summary><div class="asm">${below}</div></details>\n`;
}

const DEPTH = 4;
const WIDTH = 80;

function codeRow(one: ListedCode, indent: number, input: ReportInput): string {
  if (one.kind === "gap") return `${" ".repeat(38)}⋮`;
  const place = `<span class="place">${escapeHtml(one.place)}</span>`;
  const before = " ".repeat(indent + DEPTH + DEPTH * one.depth);
  if (one.kind === "call") {
    return `${" ".repeat(40)}<span class="call">${escapeHtml((before + one.text).padEnd(WIDTH))}</span> ${place}`;
  }
  const { address, text, flat, cum } = one.code;
  const front = `${" ".repeat(7)}${columns(flat, cum, input)} ${address.toString(16).padStart(10)}: `;
  return `${front}${escapeHtml((before + text).padEnd(WIDTH))} ${place}`;
}

function columns(flat: number, cum: number, { format }: ReportInput): string {
  return [flat, cum].map((value) => valueOrDot(value, format).padStart(10)).join(" ");
}

/** Width of the white space that a line begins with. */
function indentOf(text: string): number {
  let column = 0;
  for (const character of text) {
    if (character === "\t") column += 8 - (column % 8);
    else if (character === " ") column++;
    else break;
  }
  return column;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
