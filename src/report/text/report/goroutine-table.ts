/** Where goroutines are: how many have one stack, what share that is, where, and who called. */
import { formatCount } from "../../../base/units.ts";
import type { GoroutinePile, GoroutinePiles } from "../../../model/report.ts";
import { shareCell } from "../figures.ts";
import type { TextOptions } from "../options.ts";
import { callersText, fileLine, placeCell, withoutTypes } from "../place.ts";
import { indent, span, type TextLine } from "../spans.ts";
import { type Cell, type Column, layoutTable, textCell } from "../table.ts";

const SHOWN = 8;

const COLUMNS: readonly Column[] = [
  { header: "Where goroutines are", align: "left", min: 14, enough: 36 },
  { header: "goroutines", align: "right" },
  { header: "share", align: "right", spare: 1 },
  { header: "waiting for", align: "right", spare: 2 },
];

export function goroutineTable(
  goroutines: GoroutinePiles | undefined,
  options: TextOptions,
): TextLine[] {
  if (goroutines === undefined || goroutines.piles.length === 0) return [];
  const { piles, total, stackCount } = goroutines;
  const shown = options.all ? piles : piles.slice(0, SHOWN);
  const hasWaits = shown.some(({ waitMinutes }) => waitMinutes !== null);
  const columns = hasWaits ? COLUMNS : COLUMNS.slice(0, -1);
  const rows = withoutTypes(shown).map((pile) => pileCells(pile, total).slice(0, columns.length));
  const [header, rule, ...lines] = layoutTable(columns, rows, options.width);
  return [
    header!,
    rule!,
    ...lines.flatMap((line, at) => [line, ...callerLine(shown[at]!, options.width)]),
    ...restLine(shown, total, stackCount),
  ];
}

/** `140,000 goroutines, 139,990 of them at main.go:31 (main.leak).` and what that does not say. */
export function goroutineSentence({ total, piles, stackCount }: GoroutinePiles): string {
  const [first] = piles;
  const at =
    first === undefined || first.function === "" ? "" : `${fileLine(first)} (${first.function})`;
  const most = at === "" ? "" : `, ${formatCount(first!.count)} of them at ${at}`;
  const stacks = stackCount === 1 ? "one stack" : `${formatCount(stackCount)} different stacks`;
  const count = total === 1 ? "1 goroutine has" : `${formatCount(total)} goroutines have`;
  return `${count} ${stacks}${most}. A goroutine profile does not say what memory they hold.`;
}

function pileCells(pile: GoroutinePile, total: number): Cell[] {
  return [
    placeCell(pile, "strong"),
    textCell(formatCount(pile.count)),
    shareCell(pile.count / Math.max(1, total)),
    textCell(waitText(pile.waitMinutes)),
  ];
}

/** The dump tells whole minutes, and none below one. */
function waitText(minutes: readonly [number, number] | null): string {
  if (minutes === null) return "";
  const [low, high] = minutes;
  return low === high ? `${high} min` : `${low} – ${high} min`;
}

function callerLine(pile: GoroutinePile, width: number): TextLine[] {
  const callers = callersText(pile.callers, width - 2);
  return callers === "" ? [] : [indent([span(callers, "faint")], 2)];
}

function restLine(shown: readonly GoroutinePile[], total: number, stackCount: number): TextLine[] {
  const stacks = stackCount - shown.length;
  if (stacks <= 0) return [];
  const rest = total - shown.reduce((sum, { count }) => sum + count, 0);
  const what = stacks === 1 ? "1 more stack has" : `${formatCount(stacks)} more stacks have`;
  return [[span(`${what} ${formatCount(rest)}.`, "faint")]];
}
