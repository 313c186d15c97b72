/** A function's page: what the selected row is, who called, and the source with what each line holds. */
import { formatBytes, formatCount } from "../../base/units.ts";
import { cutEnd } from "../../report/text/display-width.ts";
import { listLines } from "../../report/text/list.ts";
import { fileLine, placeText } from "../../report/text/place.ts";
import { joinSections } from "../../report/text/report/report-lines.ts";
import { span, type TextLine } from "../../report/text/spans.ts";
import { hanging } from "../../report/text/wrap.ts";
import type { CodeRow } from "../state/rows.ts";
import type { FunctionContent, FunctionPage } from "../state/watch-state.ts";

/** Frames shown of a stack; a recursion would fill the page. */
const MOST_FRAMES = 24;
/** Lines of source around the place where goroutines wait. */
const AROUND = 8;

/** The whole page, however long. */
export function functionPageLines(page: FunctionPage, columns: number): TextLine[] {
  const { row, content } = page;
  const what = hanging([], summary(page), columns);
  const source = contentLines(content, row, columns);
  // A listing names its function itself.
  const title: TextLine = [span(cutEnd(placeText(row), columns), "strong")];
  const parts = content?.kind === "list" ? [source, what] : [[title, ...what], source];
  return joinSections([...parts, stackLines(row, columns)]);
}

function summary({ row, sampleType }: FunctionPage): string {
  const isBytes = sampleType.endsWith("_space");
  const text = (value: number) => (isBytes ? formatBytes(value) : formatCount(value));
  const [low, high] = row.range;
  const interval = low === high ? "" : ` (95 %: ${text(low)} to ${text(high)})`;
  const sign = (row.change ?? 0) < 0 ? "−" : "+";
  const chance = row.isClear ? "" : ", which may be chance";
  const change =
    row.change === undefined
      ? ""
      : `; ${sign}${text(Math.abs(row.change))} since the first look${chance}`;
  const where = fileLine(row);
  const prefix = where === "" ? "" : `${where}: `;
  return `${prefix}${WORDS[sampleType](text(row.amount))}${interval}${change}.`;
}

const WORDS: Readonly<Record<FunctionPage["sampleType"], (amount: string) => string>> = {
  inuse_space: (amount) => `${amount} of live objects were allocated at this line`,
  inuse_objects: (amount) => `${amount} live objects were allocated at this line`,
  alloc_space: (amount) => `${amount} were allocated at this line since the start`,
  alloc_objects: (amount) => `${amount} objects were allocated at this line since the start`,
  goroutines: (amount) => `${amount} goroutines are here`,
};

function contentLines(
  content: FunctionContent | undefined,
  row: CodeRow,
  columns: number,
): TextLine[] {
  if (content === undefined) return [[span("Reading the source …", "faint")]];
  switch (content.kind) {
    case "failed":
      return hanging([], content.reason, columns, "warn");
    case "list":
      return listLines(content.result, { width: columns, color: true, unicode: true, all: false });
    case "source":
      return sourceLines(content.lines, row.line, columns);
  }
}

function sourceLines(lines: readonly string[], at: number, columns: number): TextLine[] {
  const first = Math.max(1, at - AROUND);
  return lines.slice(first - 1, at + AROUND).map((text, i) => {
    const number = first + i;
    const mark = number === at ? "▸" : " ";
    const line = cutEnd(text.replaceAll("\t", "    "), columns - 9);
    return [
      span(`${mark}${String(number).padStart(6)}  `, number === at ? "accent-strong" : "faint"),
      span(line, number === at ? "strong" : "plain"),
    ];
  });
}

/** Who called, innermost first. */
function stackLines(row: CodeRow, columns: number): TextLine[] {
  if (row.callers.length === 0) return [];
  const shown = row.callers.slice(0, MOST_FRAMES);
  const more = row.callers.length - shown.length;
  return [
    [span("Called by", "strong")],
    ...shown.map((frame): TextLine => {
      const text = cutEnd(`  ${fileLine(frame)} ${frame.function}`, columns);
      return [span(text, "plain")];
    }),
    ...(more > 0 ? [[span(`  and ${more} more`, "faint")]] : []),
  ];
}
