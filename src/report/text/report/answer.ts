/**
 * The answer: the first verdict's sentence, what will happen, and what to do first. Everything
 * below it in the report is why.
 */
import { forecastText } from "../../../model/forecast-text.ts";
import { outlookOf } from "../../../model/outlook.ts";
import type { Action, Forecast, Verdict } from "../../../model/verdict.ts";
import { shortenPlaces } from "../function-name.ts";
import { type Span, type Style, spaces, span, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";

const LABEL_WIDTH = 6;
/** Actions beside the headline; the others stand with the verdict's evidence. */
export const FIRST_ACTIONS = 2;

/** @param verdicts in the order of reading, at least one */
export function answerLines(verdicts: readonly Verdict[], width: number): TextLine[] {
  const verdict = verdicts[0]!;
  const headline = wrapText(shortenPlaces(verdict.headline, width), width).map((line) => [
    span(line, verdict.severity === "critical" ? "bad" : "strong"),
  ]);
  const details = [
    ...outlookLines(verdicts, width),
    ...actionLines(verdict.actions.slice(0, FIRST_ACTIONS), width),
  ];
  return details.length === 0 ? headline : [...headline, [], ...details];
}

function outlookLines(verdicts: readonly Verdict[], width: number): TextLine[] {
  const sentences = outlookOf(verdicts, (numbers) => ` [${numbers.join(", ")}]`);
  return sentences.flatMap((text, at) => hanging(label("Next", at), text, width));
}

export function forecastLines(forecasts: readonly Forecast[], width: number): TextLine[] {
  return forecasts.flatMap((forecast, at) =>
    hanging(label("Next", at), forecastText(forecast), width),
  );
}

/** Each action with its code on lines of its own, so that it can be copied. */
export function actionLines(actions: readonly Action[], width: number): TextLine[] {
  return actions.flatMap((action, at) => [
    ...hanging(label("Do", at), shortenPlaces(action.text, width), width),
    ...codeLines(action.code),
  ]);
}

/** Code is never wrapped: what is copied must work. A terminal breaks it without adding anything. */
function codeLines(code: string | undefined): TextLine[] {
  if (code === undefined) return [];
  return code.split("\n").map((line) => [spaces(LABEL_WIDTH + 2), span(line, "accent")]);
}

/** `Do    `: the word before the first of a kind only. */
export function label(word: string, at: number, style: Style = "faint"): Span[] {
  return [span((at === 0 ? word : "").padEnd(LABEL_WIDTH), style)];
}
