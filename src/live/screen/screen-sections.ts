/**
 * The whole screen as sections of text, each exactly as high as it may be. The last row of the
 * terminal stays free: a screen that fills it makes a terminal scroll. Pure.
 */
import { BLANK, type TextLine } from "../../report/text/spans.ts";
import type { WatchState } from "../state/watch-state.ts";
import { chartLines } from "./chart.ts";
import { codeTableLines, wantedTableHeight } from "./code-table.ts";
import { ageLine, figureLines } from "./figures.ts";
import { footerLine } from "./footer.ts";
import { answerLines, headerLine } from "./header.ts";
import { barLine, legendLines, partLines } from "./ledger-bar.ts";
import { pageHeight, pageLines } from "./page-lines.ts";

export interface Section {
  readonly id: string;
  readonly lines: readonly TextLine[];
}

/** From this height on there are blank lines between the parts. */
const ROOMY = 30;
/** From this height on each part of the bar has a line of its own. */
const TALL = 40;
/** Below this width the figures take two lines. */
const NARROW = 76;

export function screenSections(state: WatchState, unicode: boolean): Section[] {
  const page = pageLines(state);
  const height = state.rows - 1;
  const all = page === undefined ? mainSections(state, height, unicode) : pageSections(state, page);
  return fitted(all, height);
}

/** The footer is the last line, and nothing goes beyond it. */
function fitted(sections: readonly Section[], height: number): Section[] {
  const footer = sections.at(-1)!;
  let room = height - footer.lines.length;
  const shown = sections.slice(0, -1).map(({ id, lines }) => {
    const kept = lines.slice(0, room);
    room -= kept.length;
    return { id, lines: kept };
  });
  const filler = { id: "filler", lines: Array<TextLine>(Math.max(0, room)).fill(BLANK) };
  return [...shown, filler, footer];
}

function pageSections(state: WatchState, lines: readonly TextLine[]): Section[] {
  const { page } = state;
  const scroll = page.kind === "main" ? 0 : page.scroll;
  return [
    { id: "header", lines: [headerLine(state), BLANK] },
    { id: "page", lines: lines.slice(scroll, scroll + pageHeight(state)) },
    { id: "footer", lines: [footerLine(state)] },
  ];
}

function mainSections(state: WatchState, height: number, unicode: boolean): Section[] {
  const isRoomy = height >= ROOMY;
  const gap = isRoomy ? [BLANK] : [];
  const answer = answerLines(state, isRoomy ? 7 : height >= 22 ? 3 : 2);
  const bar = [barLine(state), ...(height >= TALL ? partLines(state) : legendLines(state, 2))];
  const figures = figureLines(state, isRoomy || state.columns < NARROW ? 2 : 1);
  const room = height - 3 - answer.length - bar.length - figures.length - 4 * gap.length;
  const wanted = wantedTableHeight(state);
  const chart = chartLines(state, chartHeight(room, wanted), unicode);
  const table = codeTableLines(state, room - chart.length);
  return [
    { id: "header", lines: [headerLine(state), ...gap] },
    { id: "answer", lines: [...answer, ...gap] },
    { id: "ledger", lines: [...bar, ...gap] },
    { id: "chart", lines: chart },
    { id: "figures", lines: [...figures, ...gap] },
    { id: "table", lines: table },
    { id: "footer", lines: [ageLine(state), footerLine(state)] },
  ];
}

/** Its share of the lines that it divides with the table, and what the table leaves. */
function chartHeight(room: number, tableWants: number): number {
  const share = Math.round(room * 0.45);
  return Math.max(4, Math.min(Math.max(share, room - tableWants), 16));
}
