/** `resident top`: places in the code by what they hold or allocated, each with its interval. */
import { formatBytes, formatCount, formatShare } from "../../base/units.ts";
import type { TopLine, TopResult } from "../../model/results.ts";
import { whiskers } from "./bars.ts";
import { cutEnd, displayWidth } from "./display-width.ts";
import type { TextOptions } from "./options.ts";
import { callersText, fileLine, placeCell, withoutTypes } from "./place.ts";
import { indent, span, type TextLine } from "./spans.ts";
import { type Cell, type Column, drawnCell, layoutTable, textCell } from "./table.ts";
import { VALUE_WORDS, type ValueView, viewOfValue } from "./value-view.ts";
import { hanging, wrapText } from "./wrap.ts";

export function topLines(result: TopResult, { width }: TextOptions): TextLine[] {
  const view = viewOfValue(result.value);
  const end = Math.max(1, ...result.lines.map((line) => view.range(line)[1]));
  const rows = withoutTypes(result.lines).map((line) => topCells(line, result, view, end));
  const [header, rule, ...lines] = layoutTable(topColumns(result, view, end), rows, width);
  const body = lines.flatMap((line, at) => [line, ...callerLine(result, at, width)]);
  return [
    ...wrapText(summaryText(result, view), width).map((text) => [span(text, "strong")]),
    ...(result.lines.length === 0 ? [] : [[], header!, rule!, ...body, []]),
    ...footLines(result, width),
  ];
}

function summaryText(result: TopResult, view: ValueView): string {
  const { total, lines, lineCount, granularity, value } = result;
  const [low, high] = view.range(total).map(view.amountText);
  const interval = low === high ? "" : ` (95 %: ${low} to ${high})`;
  const amount = `${view.amountText(view.figure(total))} ${VALUE_WORDS[value]}${interval}`;
  if (lines.length >= lineCount) return amount;
  return `${amount}; the largest ${formatCount(lines.length)} of ${formatCount(lineCount)} ${granularity}`;
}

function topColumns(result: TopResult, view: ValueView, end: number): Column[] {
  return [
    {
      header: result.granularity === "lines" ? "line" : "function",
      align: "left",
      min: 14,
      enough: 36,
    },
    { header: view.unit, align: "right" },
    { header: "95 % interval", align: "right" },
    { header: "share", align: "right" },
    { header: "cum", align: "right", spare: 3 },
    { header: "samples", align: "right", spare: 2 },
    { header: `0 … ${view.format(end)}`, align: "left", min: 10, max: 40, spare: 1 },
    { header: "", align: "left" },
  ];
}

function topCells(line: TopLine, result: TopResult, view: ValueView, end: number): Cell[] {
  const style = line.resolvable ? "plain" : "faint";
  const value = view.figure(line);
  const whole = view.figure(result.total);
  return [
    placeCell(
      result.granularity === "lines" ? line : { ...line, file: "", line: 0 },
      line.resolvable ? "strong" : "faint",
    ),
    textCell(view.format(value), style),
    textCell(view.formatRange(view.range(line)), style),
    textCell(whole > 0 ? formatShare(value / whole) : "", style),
    textCell(view.format(view.figure(line.cum)), style),
    textCell(formatCount(line.samples), style),
    drawnCell(10, (width) => [
      span(whiskers(value, view.range(line), end, width), line.resolvable ? "accent" : "faint"),
    ]),
    textCell(line.resolvable ? "" : "?", "faint"),
  ];
}

function callerLine(result: TopResult, at: number, width: number): TextLine[] {
  const line = result.lines[at]!;
  const where = result.granularity === "functions" ? `${fileLine({ ...line, line: 0 })} ` : "";
  const callers = callersText(line.callers, width - 2 - displayWidth(where));
  const text = cutEnd(`${where}${callers}`, width - 2);
  return text.trim() === "" ? [] : [indent([span(text, "faint")], 2)];
}

function footLines(result: TopResult, width: number): TextLine[] {
  const notes = [
    "cum: with what it calls.",
    ...(result.lines.every((line) => line.resolvable) ? [] : ["?: too few samples to be ranked."]),
    samplingText(result),
    ...(result.value !== "inuse_space" || result.unseenBound <= 0
      ? []
      : [`A line without any sample may hold up to ${formatBytes(result.unseenBound)}.`]),
  ];
  return hanging([], notes.join(" "), width, "faint");
}

function samplingText({ rate, sampleCount }: TopResult): string {
  if (rate <= 1) return "Every allocation was recorded.";
  return `From ${formatCount(sampleCount)} sampled objects, about one for each ${formatBytes(rate)} allocated.`;
}
