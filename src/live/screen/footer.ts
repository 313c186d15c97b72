/** The last line: the keys that fit, the most useful first. */
import { displayWidth } from "../../report/text/display-width.ts";
import { type Span, span, spread, type TextLine } from "../../report/text/spans.ts";
import { type Command, KEYS, type KeyHelp } from "../state/keys.ts";
import type { WatchState } from "../state/watch-state.ts";
import { pageHeight, pageLines } from "./page-lines.ts";

/** On a page, in this order. */
const ON_PAGE: readonly Command[] = ["back", "down", "up", "quit"];
const WORDS: Partial<Record<Command, string>> = { back: "back", up: "up", down: "down" };

export function footerLine(state: WatchState): TextLine {
  const position = positionText(state);
  const hints = state.page.kind === "main" ? KEYS.filter(({ short }) => short !== "") : pageKeys();
  const line: Span[] = [];
  let used = position === "" ? 0 : displayWidth(position) + 2;
  for (const { shown, short, command } of hints) {
    const word = wordOf(state, command, short);
    const gap = line.length === 0 ? "" : "  ";
    const width = displayWidth(`${gap}${shown} ${word}`);
    if (used + width > state.columns) break;
    used += width;
    line.push(span(gap), span(shown, "accent"), span(` ${word}`, "faint"));
  }
  return spread(line, [span(position, "faint")], state.columns) ?? line;
}

function pageKeys(): KeyHelp[] {
  return ON_PAGE.flatMap((command) => KEYS.filter((key) => key.command === command));
}

/** `lines 1–19 of 37`, where not all of a page is in view. */
function positionText(state: WatchState): string {
  const lines = pageLines(state)?.length ?? 0;
  const height = pageHeight(state);
  if (state.page.kind === "main" || lines <= height) return "";
  const first = state.page.scroll + 1;
  return `lines ${first}–${Math.min(first + height - 1, lines)} of ${lines}`;
}

function wordOf(state: WatchState, command: Command, short: string): string {
  if (command === "pause" && state.frozen !== undefined) return "go on";
  return WORDS[command] ?? short;
}
