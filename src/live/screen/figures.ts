/** What else a reader watches: rates, collections, goroutines, CPU; and how old each part is. */
import { formatBytes, formatCount, formatShare } from "../../base/units.ts";
import { cutEnd, displayWidth } from "../../report/text/display-width.ts";
import { type Span, span, type TextLine } from "../../report/text/spans.ts";
import { rateAcross, rateOver, type Series } from "../state/series.ts";
import { shownData, type WatchData, type WatchState } from "../state/watch-state.ts";
import { shortDuration } from "./duration.ts";

/** Seconds that a rate is of. */
const WINDOW = 60;

interface Figure {
  readonly title: string;
  readonly value: string;
}

/** In at most so many lines; what does not fit is left out from the end. */
export function figureLines(state: WatchState, most: number): TextLine[] {
  const lines: Span[][] = [[]];
  for (const { title, value } of figuresOf(shownData(state))) {
    const line = lines.at(-1)!;
    const used = line.reduce((sum, { text }) => sum + displayWidth(text), 0);
    const item = [span(`${title} `, "faint"), span(value)];
    const gap = used === 0 ? "" : "  ";
    const wanted = displayWidth(`${gap}${title} ${value}`);
    if (used + wanted <= state.columns) line.push(span(gap), ...item);
    else if (lines.length < most) lines.push(item);
    else break;
  }
  return lines;
}

function figuresOf(data: WatchData): Figure[] {
  const { kernel, program } = data;
  if (data.gone !== undefined) return [];
  const stats = program?.memStats;
  const rate = (series: Series) => rateOver(series, WINDOW);
  const figures: (Figure | undefined)[] = [
    figure("RSS", bytesPerMinute(rate(data.rss))),
    figure("live", bytesPerMinute(rateAcross(data.found, WINDOW))),
    figure("goroutines", count(program?.goroutines), changePerMinute(rate(data.goroutines))),
    figure("GCs", count(stats?.NumGC), perMinute(rate(data.collections))),
    figure("allocates", perSecond(rate(data.allocated))),
    figure("CPU", share(kernel?.cpu)),
    figure("GC's CPU", share(stats?.GCCPUFraction), "since start"),
    figure("last pause", lastPause(data)),
    figure("next GC at", bytes(stats?.NextGC)),
    figure("swap", kernel?.swap === 0 ? undefined : bytes(kernel?.swap)),
  ];
  return figures.filter((one) => one !== undefined);
}

/** `goroutines 26 (+29/min)`. */
function figure(title: string, value: string | undefined, more?: string): Figure | undefined {
  if (value === undefined) return undefined;
  return { title, value: more === undefined ? value : `${value} (${more})` };
}

function count(value: number | null | undefined): string | undefined {
  return value == null ? undefined : formatCount(value);
}

function share(value: number | null | undefined): string | undefined {
  return value == null ? undefined : formatShare(value);
}

/** Without garbage collection the next one is infinitely far away. */
function bytes(value: number | undefined): string | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : formatBytes(value);
}

function bytesPerMinute(rate: number | undefined): string | undefined {
  return rate === undefined ? undefined : signed(rate * 60, formatBytes, "/min");
}

function changePerMinute(rate: number | undefined): string | undefined {
  return rate === undefined ? undefined : signed(Math.round(rate * 60), formatCount, "/min");
}

function perMinute(rate: number | undefined): string | undefined {
  return rate === undefined ? undefined : `${formatCount(rate * 60)}/min`;
}

function perSecond(rate: number | undefined): string | undefined {
  // What answering took is an upper estimate, so that little can be left over or less.
  return rate === undefined ? undefined : `${formatBytes(Math.max(0, rate))}/s`;
}

function signed(value: number, format: (value: number) => string, unit: string): string {
  const sign = value < 0 ? "−" : value > 0 ? "+" : "";
  return `${sign}${format(Math.abs(value))}${unit}`;
}

/** MemStats keep the pauses in a ring. */
function lastPause({ program }: WatchData): string | undefined {
  const { NumGC, PauseNs } = program?.memStats ?? {};
  if (NumGC === undefined || NumGC === 0 || PauseNs === undefined) return undefined;
  const pause = PauseNs[(NumGC + 255) % 256];
  return pause === undefined ? undefined : `${(pause / 1e6).toFixed(2)} ms`;
}

/** One line: a note while there is one, else what could not be read, else how old each part is. */
export function ageLine(state: WatchState): TextLine {
  const { now, columns, note, data } = state;
  if (note !== undefined && now < note.until)
    return [span(cutEnd(note.text, columns), "accent-strong")];
  const { kernel, program, profile, trouble } = shownData(state);
  if (trouble !== undefined && data.gone === undefined)
    return [span(cutEnd(trouble, columns), "warn")];
  const age = (time: number) => shortDuration(now - time);
  const name = columns < WIDE ? "profiles" : "answer and profiles";
  const parts = [
    ...(kernel === undefined ? [] : [`kernel ${age(kernel.time)}`]),
    ...(program?.memStats === undefined ? [] : [`MemStats ${age(program.time)}`]),
    ...(profile === undefined ? [] : [`${name} ${age(profile.time)}`]),
  ];
  const ages = parts.length === 0 ? [] : [`${parts.join(" · ")} ago`];
  return [span(cutEnd([...ages, ...nextText(state)].join(" · "), columns), "faint")];
}

/** From this width on words need not be spared. */
const WIDE = 76;

function nextText(state: WatchState): string[] {
  const { profile } = shownData(state);
  if (profile === undefined || state.data.gone !== undefined) return [];
  if (state.frozen !== undefined) return ["nothing is asked"];
  const seconds = profile.time + profile.every - state.now;
  return [seconds > 0 ? `next in ${shortDuration(seconds)}` : "due now"];
}
