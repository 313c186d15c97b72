/**
 * A run as text: how it ended and how high its RSS was, the story in time, and the report at its
 * highest, which is that of a process that was looked at then.
 */
import { shellQuote } from "../../../base/shell-quote.ts";
import type { RunResult } from "../../../model/run.ts";
import type { TextOptions } from "../options.ts";
import { reportLines } from "../report/report-lines.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";
import { runChart } from "./run-chart.ts";
import { runHeadline } from "./run-headline.ts";
import { lookSentence, storyRows } from "./run-story.ts";

export function runLines(run: RunResult, options: TextOptions): TextLine[] {
  const { width } = options;
  const headline = wrapText(runHeadline(run), width).map((line) => [
    span(line, run.exit.oomKill === null ? "strong" : "bad"),
  ]);
  const sections = [
    headline,
    storyLines(run, width),
    runChart(run, width),
    noteLines(run, width),
    lookLines(run, options),
    hintLines(run, width),
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : [BLANK, ...section]));
}

const LABEL = 14;

function storyLines(run: RunResult, width: number): TextLine[] {
  return storyRows(run).flatMap(([label, text]) =>
    hanging([span(`  ${label.padEnd(LABEL)}`, "faint")], text, width),
  );
}

function noteLines({ missing, remarks }: RunResult, width: number): TextLine[] {
  const gaps = missing.map(({ source, reason, remedy }) =>
    [`${source}: ${reason}.`, ...(remedy === undefined ? [] : [`${remedy}.`])].join(" "),
  );
  return [...gaps, ...remarks].flatMap((text) => hanging([span("  ")], text, width, "faint"));
}

function lookLines(run: RunResult, options: TextOptions): TextLine[] {
  const { report, look, process } = run;
  const title = wrapText(lookSentence(run), options.width).map((line) => [span(line, "strong")]);
  if (report === null || look === null || process?.isGo !== true) return title;
  return [...title, BLANK, ...reportLines(report, options)];
}

function hintLines({ bundle, report }: RunResult, width: number): TextLine[] {
  if (bundle !== null) {
    const text = `keeps all of this: resident ${shellQuote(bundle)}`;
    return hanging([span(bundle, "accent"), span(" ")], text, width, "faint");
  }
  if (report === null) return [];
  const text = "--out run.tgz keeps what was read, for `resident top`, `list` and `diff`.";
  return wrapText(text, width).map((line) => [span(line, "faint")]);
}
