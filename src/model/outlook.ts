/**
 * What comes next, as sentences: of the answer, and where other findings move RSS too. What may fall or not,
 * in several ways or of several findings, is one sentence: how much at most, and in which time.
 */
import { forecastText, mayFall, whatHappens } from "./forecast-text.ts";
import type { Forecast, Verdict } from "./verdict.ts";

/** Names findings by their numbers, from 1: " [1, 2]". */
type Cite = (numbers: readonly number[]) => string;

interface Entry {
  readonly forecast: Forecast;
  /** The place of its verdict: 0 is the answer. */
  readonly at: number;
}

/**
 * @param verdicts in the order of reading
 * @param tell a forecast of the answer as a sentence
 */
export function outlookOf(
  verdicts: readonly Verdict[],
  cite: Cite,
  tell: (forecast: Forecast) => string = forecastText,
): string[] {
  const entries = verdicts.flatMap(entriesOf);
  const open = openOnes(entries);
  return entries.flatMap((entry) => {
    if (!open.includes(entry)) return sentence(entry, cite, tell);
    return entry === open[0] ? [sumOf(open, cite)] : [];
  });
}

/** Where there is a line for each: without what it waits for, and without numbers of findings. */
export function shortOutlookOf(verdicts: readonly Verdict[]): string[] {
  return outlookOf(
    verdicts,
    () => "",
    (forecast) => `${whatHappens(forecast)}.`,
  );
}

/** The forecasts of the answer that the outlook has in a sum only: what they wait for is not told there. */
export function toldInSum(verdicts: readonly Verdict[]): Forecast[] {
  const open = openOnes(verdicts.flatMap(entriesOf));
  return open.filter(({ at }) => at === 0).map(({ forecast }) => forecast);
}

function entriesOf({ forecast = [] }: Verdict, at: number): Entry[] {
  return forecast.map((one) => ({ forecast: one, at }));
}

/** What may fall or not, where there is more than one: a single one is told as it is. */
function openOnes(entries: readonly Entry[]): Entry[] {
  const open = entries.filter(({ forecast }) => mayFall(forecast));
  return open.length < 2 ? [] : open;
}

function sentence(
  { forecast, at }: Entry,
  cite: Cite,
  tell: (forecast: Forecast) => string,
): string[] {
  if (at === 0) return [tell(forecast)];
  return forecast.what === "stays" ? [] : [`${whatHappens(forecast)}${cite([at + 1])}.`];
}

/** The ways of one finding share its bytes; those of several findings add up. */
function sumOf(open: readonly Entry[], cite: Cite): string {
  const most = new Map<number, number>();
  for (const { forecast, at } of open) {
    most.set(at, Math.max(most.get(at) ?? 0, forecast.range![1]));
  }
  const bytes = [...most.values()].reduce((sum, each) => sum + each, 0);
  const latest = open.map(({ forecast }) => forecast.latest);
  const whole: Forecast = {
    what: "falls",
    bytes,
    range: [0, bytes],
    earliest: Math.min(...open.map(({ forecast }) => forecast.earliest)),
    latest: latest.includes(null) ? null : Math.max(...(latest as number[])),
    waitsFor: "",
  };
  const numbers = [...most.keys()].map((at) => at + 1);
  const isAnswerAlone = numbers.length === 1 && numbers[0] === 1;
  const of = isAnswerAlone ? "" : cite(numbers);
  return `${whatHappens(whole)}, with the next collections${of}.`;
}
