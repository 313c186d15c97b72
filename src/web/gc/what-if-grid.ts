/** The answers for other settings: which of them two sliders point at, and what they are called. */
import { formatBytes, formatSeconds, formatShare, MiB } from "../../base/units.ts";
import type { Span, WhatIfAnswer, WhatIfGrid } from "../../model/page.ts";
import type { PageState } from "../state/url-state.ts";

export interface GridPlace {
  readonly gogc: number;
  readonly memlimit: number;
}

/** Those of the address; those of now where it names none that the grid has. */
export function placeOfState(
  { gogc, memlimit, now }: WhatIfGrid,
  state: Pick<PageState, "gogc" | "memlimit">,
): GridPlace {
  const find = (values: readonly (number | null)[], text: string, none: string, usual: number) => {
    if (text === "") return usual;
    const at = values.findIndex((value) => (value === null ? none : String(value)) === text);
    return at < 0 ? usual : at;
  };
  return {
    gogc: find(gogc, state.gogc, "off", now[0]),
    memlimit: find(memlimit, state.memlimit, "none", now[1]),
  };
}

/**
 * The grid with the memory limit of the address, where it has none such. Its limits go with what is live, so
 * one that was chosen a while ago lies between two of now, or below all: then nothing is said of it.
 */
export function withAsked(
  grid: WhatIfGrid,
  { memlimit: text }: Pick<PageState, "memlimit">,
): WhatIfGrid {
  const asked = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null;
  const { memlimit, now } = grid;
  if (asked === null || memlimit.length < 2 || memlimit.includes(asked)) return grid;
  const at = memlimit.findIndex((bytes) => bytes === null || bytes > asked);
  const [low, high] = [memlimit[at - 1], memlimit[at]];
  const part = low == null || high == null ? 0 : (asked - low) / (high - low);
  return {
    ...grid,
    memlimit: memlimit.toSpliced(at, 0, asked),
    now: [now[0], now[1] < at ? now[1] : now[1] + 1],
    answers: grid.answers.map((row) =>
      row.toSpliced(at, 0, answerBetween(row[at - 1] ?? null, row[at] ?? null, part)),
    ),
  };
}

/** The lowest limit that something is said of. */
export function leastLimit({ memlimit }: WhatIfGrid): number | null {
  return memlimit[0] ?? null;
}

/** Each number rises or falls from one limit to the next, so it lies between theirs. */
function answerBetween(
  low: WhatIfAnswer | null,
  high: WhatIfAnswer | null,
  part: number,
): WhatIfAnswer | null {
  if (low === null || high === null) return null;
  const between = (a: number, b: number) => a + part * (b - a);
  const span = (a: Span, b: Span): Span => ({
    value: between(a.value, b.value),
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
  });
  const maybe = (a: Span | null, b: Span | null) => (a === null || b === null ? null : span(a, b));
  return {
    peakHeap: span(low.peakHeap, high.peakHeap),
    peakRss: maybe(low.peakRss, high.peakRss),
    cyclesPerMinute: span(low.cyclesPerMinute, high.cyclesPerMinute),
    gcCpuShare: maybe(low.gcCpuShare, high.gcCpuShare),
    isThrashing: low.isThrashing || high.isThrashing,
    reachedIn:
      low.reachedIn === null ? null : between(low.reachedIn, high.reachedIn ?? low.reachedIn),
  };
}

export function stateOfPlace(
  { gogc, memlimit }: WhatIfGrid,
  place: GridPlace,
): Pick<PageState, "gogc" | "memlimit"> {
  return {
    gogc: String(gogc[place.gogc] ?? "off"),
    memlimit: String(memlimit[place.memlimit] ?? "none"),
  };
}

export function answerAt({ answers }: WhatIfGrid, place: GridPlace): WhatIfAnswer | null {
  return answers[place.gogc]?.[place.memlimit] ?? null;
}

export function gogcText(value: number | null): string {
  return value === null ? "off" : String(value);
}

/** As GOMEMLIMIT takes it: "512MiB". */
export function memlimitText(value: number | null): string {
  if (value === null) return "off";
  return value % MiB === 0 ? `${value / MiB}MiB` : `${value}B`;
}

/** What one sets before the program starts. */
export function settingText({ gogc, memlimit }: WhatIfGrid, place: GridPlace): string {
  return `GOGC=${gogcText(gogc[place.gogc] ?? null)} GOMEMLIMIT=${memlimitText(memlimit[place.memlimit] ?? null)}`;
}

export interface Figure {
  readonly title: string;
  readonly of: (answer: WhatIfAnswer) => Span | null;
  readonly text: (value: number) => string;
}

export const FIGURES: readonly Figure[] = [
  { title: "peak of the heap", of: ({ peakHeap }) => peakHeap, text: formatBytes },
  { title: "peak RSS", of: ({ peakRss }) => peakRss, text: formatBytes },
  { title: "collections", of: ({ cyclesPerMinute }) => cyclesPerMinute, text: frequencyText },
  { title: "CPU for collecting", of: ({ gcCpuShare }) => gcCpuShare, text: formatShare },
];

/** "3.2 a minute", "one in 4 min" */
function frequencyText(perMinute: number): string {
  if (perMinute <= 0) return "none";
  if (perMinute < 1) return `one in ${formatSeconds(60 / perMinute)}`;
  return `${Number(perMinute.toPrecision(2))} a minute`;
}
