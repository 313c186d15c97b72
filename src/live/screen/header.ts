/** The first lines: what is watched and in what state, and the answer. */
import { shortOutlookOf } from "../../model/outlook.ts";
import { cutEnd, displayWidth } from "../../report/text/display-width.ts";
import { shortenPlaces } from "../../report/text/function-name.ts";
import { goVersionText } from "../../report/text/go-version-text.ts";
import { type Span, type Style, span, spread, type TextLine } from "../../report/text/spans.ts";
import { wrapText } from "../../report/text/wrap.ts";
import { shownData, type WatchState } from "../state/watch-state.ts";
import { clock, shortDuration } from "./duration.ts";

/** `leaky · pid 4817 · go1.26.8                  watching 2:13`. */
export function headerLine(state: WatchState): TextLine {
  const { columns } = state;
  const right = statusSpan(state);
  const [name, ...facts] = subject(state);
  const room = columns - displayWidth(right.text) - 2;
  const shortName = cutEnd(name!, room);
  const rest = cutEnd(facts.map((fact) => ` · ${fact}`).join(""), room - displayWidth(shortName));
  const left = [span(shortName, "strong"), span(rest, "faint")];
  return spread(left, [right], columns) ?? left;
}

function subject(state: WatchState): string[] {
  const { kernel, profile } = shownData(state);
  const go = profile?.go?.raw;
  return [
    kernel?.name ?? state.target,
    ...(kernel === undefined ? [] : [`pid ${kernel.pid}`]),
    ...(go === undefined ? [] : [goVersionText(go)]),
    ...(kernel === undefined || kernel.name === state.target ? [] : targetFact(state)),
  ];
}

/** A bare PID is said already. */
function targetFact({ target }: WatchState): string[] {
  return /^\d+$/.test(target) ? [] : [target];
}

function statusSpan(state: WatchState): Span {
  const { gone } = state.data;
  if (gone !== undefined) return span(`WAITING ${clock(state.now - gone.since)}`, "warn");
  if (state.frozen !== undefined) return span("PAUSED", "warn");
  return span(`watching ${clock(state.now - state.started)}`, "faint");
}

/** The answer in at most so many lines, and where there is room what it leads to. */
export function answerLines(state: WatchState, most: number): TextLine[] {
  const { columns, data } = state;
  if (data.gone !== undefined) return goneLines(state, most);
  const { profile } = shownData(state);
  if (profile === undefined) return [[span("Looking for the first time …", "strong")]];
  const [verdict] = profile.report.verdicts;
  const text = verdict?.headline ?? "There is too little to go by for a verdict yet.";
  const style: Style = verdict?.severity === "critical" ? "bad" : "strong";
  const answer = sentence(shortenPlaces(text, columns), style, columns, most);
  const rest = most - answer.length;
  return rest <= 0 ? answer : [...answer, ...outlook(state, rest)];
}

function goneLines(state: WatchState, most: number): TextLine[] {
  const { reason, since } = state.data.gone!;
  // A sentence begins with a capital letter, an address does not.
  const start = reason.replace(/^process /, "Process ");
  const text = `${start}: waiting for it to come back, since ${shortDuration(state.now - since)}.`;
  return sentence(text, "warn", state.columns, most);
}

const LABEL = 5;

/** What will happen, what to do first, and what else was found: a line each. */
function outlook(state: WatchState, most: number): TextLine[] {
  const verdicts = shownData(state).profile?.report.verdicts ?? [];
  const actions = (verdicts[0]?.actions ?? []).map(({ text, code }) => {
    const whole = code === undefined ? text : `${text} ${code}`;
    return displayWidth(whole) <= state.columns - LABEL && !whole.includes("\n") ? whole : text;
  });
  // Notes own nothing, and are in every report.
  const others = verdicts.slice(1).filter(({ owns, severity }) => {
    return owns.length > 0 || severity === "critical";
  });
  return [
    ...shortOutlookOf(verdicts).map((text) => labelled("Next", text, state.columns)),
    ...actions.slice(0, 2).map((text) => labelled("Do", text, state.columns)),
    ...others.map(({ headline }) => labelled("Also", headline, state.columns)),
    ...whyNoRss(state).map((text) => labelled("Note", text, state.columns)),
  ].slice(0, most);
}

function whyNoRss(state: WatchState): string[] {
  const missing = shownData(state).profile?.report.missing ?? [];
  return missing
    .filter(({ source }) => source === "proc/smaps")
    .map(({ reason }) => `RSS is not known: ${reason}.`);
}

function labelled(label: string, text: string, columns: number): TextLine {
  const room = columns - LABEL;
  return [span(label.padEnd(LABEL), "faint"), span(cutEnd(shortenPlaces(text, columns), room))];
}

/** Wrapped; what is beyond the last line is cut with `…`. */
function sentence(text: string, style: Style, width: number, most: number): TextLine[] {
  const lines = wrapText(text, width);
  if (lines.length <= most) return lines.map((line) => [span(line, style)]);
  const kept = lines.slice(0, most - 1);
  const last = cutEnd(lines.slice(most - 1).join(" "), width);
  return [...kept, last].map((line) => [span(line, style)]);
}
