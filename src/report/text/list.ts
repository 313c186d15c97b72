/** `resident list`: the source of functions, with what each line holds beside it. */
import { formatShare } from "../../base/units.ts";
import type { Amount, ListedFunction, ListedLine, ListResult } from "../../model/results.ts";
import { cutEnd, cutStart, displayWidth } from "./display-width.ts";
import type { TextOptions } from "./options.ts";
import { BLANK, span, type TextLine } from "./spans.ts";
import { type Cell, type Column, drawnCell, EMPTY_CELL, layoutTable, textCell } from "./table.ts";
import { VALUE_WORDS, type ValueView, viewOfValue } from "./value-view.ts";
import { hanging, wrapText } from "./wrap.ts";

const GAP_ROW: readonly Cell[] = [textCell("…", "faint"), ...Array<Cell>(4).fill(EMPTY_CELL)];

export function listLines(result: ListResult, options: TextOptions): TextLine[] {
  const view = viewOfValue(result.value);
  const { width } = options;
  const blocks = result.functions.map((listed) => functionBlock(listed, result, view, options));
  const rest = result.functionCount - result.functions.length;
  const more =
    rest > 0
      ? [
          hanging(
            [],
            `${rest === 1 ? "1 more function matches" : `${rest} more functions match`}; --all shows more.`,
            width,
            "faint",
          ),
        ]
      : [];
  return [...blocks, ...more].flatMap((block, at) => (at === 0 ? block : [BLANK, ...block]));
}

function functionBlock(
  listed: ListedFunction,
  result: ListResult,
  view: ValueView,
  { width }: TextOptions,
): TextLine[] {
  const whole = view.figure(result.total);
  const share = whole > 0 ? `, ${formatShare(view.figure(listed.cum) / whole)} of all` : "";
  const facts =
    `${view.amountText(view.figure(listed.flat))} ${VALUE_WORDS[result.value]} in it, ` +
    `${view.amountText(view.figure(listed.cum))} with what it calls (cum${share})`;
  const rows = listed.lines.flatMap((line, at) => [
    ...(at > 0 && listed.lines[at - 1]!.line + 1 < line.line ? [GAP_ROW] : []),
    lineCells(line, view),
  ]);
  return [
    ...wrapText(listed.function, width).map((text) => [span(text, "strong")]),
    [span(cutStart(listed.file, width), "faint")],
    ...hanging([], facts, width),
    ...sourceLines(listed, width),
    BLANK,
    ...layoutTable(listColumns(view), rows, width),
  ];
}

function sourceLines({ source, sourceMissing }: ListedFunction, width: number): TextLine[] {
  if (sourceMissing !== null) return hanging([], sourceMissing, width, "warn");
  if (source === null || source.isExact) return [];
  const text = `The source is from ${source.path}, which may be another version.`;
  return hanging([], text, width, "warn");
}

function listColumns(view: ValueView): Column[] {
  return [
    { header: "line", align: "right" },
    { header: view.unit, align: "right" },
    { header: "95 % interval", align: "right", spare: 1 },
    { header: "cum", align: "right" },
    { header: "", align: "left", min: 20, enough: 40 },
  ];
}

function lineCells(line: ListedLine, view: ValueView): Cell[] {
  const figure = (amount: Amount | null) =>
    amount === null ? "" : view.format(view.figure(amount));
  const isHot = line.flat !== null || line.cum !== null;
  const text = (line.text ?? "").replaceAll("\t", "    ");
  return [
    textCell(String(line.line), "faint"),
    textCell(figure(line.flat)),
    textCell(line.flat === null ? "" : view.formatRange(view.range(line.flat)), "faint"),
    textCell(figure(line.cum)),
    drawnCell(displayWidth(text), (width) => [
      span(cutEnd(text, width), isHot ? "strong" : "plain"),
    ]),
  ];
}
