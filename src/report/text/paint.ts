/**
 * Lines of spans → the text that is printed. Everything that came from outside passes here on its
 * way to a terminal, so this is where control characters are made harmless: a function name must
 * not be able to move the cursor or set the window's title.
 */
import type { Span, Style, TextLine } from "./spans.ts";

export interface PaintOptions {
  /** ANSI colours. */
  readonly color: boolean;
  /** False: every character is replaced by an ASCII one of the same width. */
  readonly unicode: boolean;
}

/** SGR parameters; the basic colours only, so that the terminal's own theme decides. */
const SGR: Readonly<Record<Style, string>> = {
  plain: "",
  strong: "1",
  faint: "2",
  accent: "36",
  "accent-strong": "1;36",
  second: "35",
  third: "32",
  warn: "33",
  bad: "1;31",
};

/** One character each, so that what is aligned stays aligned. */
const ASCII: Readonly<Record<string, string>> = {
  "├": "|",
  "└": "`",
  "│": "|",
  "─": "-",
  "┤": "|",
  "●": "o",
  "·": ".",
  "•": "*",
  "…": "~",
  "–": "-",
  "—": "-",
  "−": "-",
  "→": ">",
  "←": "<",
  "×": "x",
  "≈": "~",
  "±": "~",
  "≤": "<",
  "≥": ">",
  Σ: "S",
  "▸": ">",
  "▾": "v",
  "↑": "^",
  "↓": "v",
  "▓": "%",
  "░": ".",
  "▚": "x",
  "▞": "/",
  "▪": "=",
  "█": "#",
  "▉": "#",
  "▊": "#",
  "▋": "#",
  "▌": "=",
  "▍": "-",
  "▎": "-",
  "▏": "-",
  "▒": ":",
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
};

/** Each line with a newline at its end and no space before it. */
export function paint(lines: readonly TextLine[], options: PaintOptions): string {
  return lines.map((line) => `${paintLine(line, options)}\n`).join("");
}

function paintLine(line: TextLine, options: PaintOptions): string {
  return trimEnd(line)
    .map((piece) => paintSpan(piece, options))
    .join("");
}

function paintSpan(piece: Span, options: PaintOptions): string {
  const clean = withoutControls(piece.text);
  const text = options.unicode ? clean : toAscii(clean);
  const sgr = SGR[piece.style];
  return options.color && sgr !== "" && text !== "" ? `\x1b[${sgr}m${text}\x1b[0m` : text;
}

function trimEnd(line: TextLine): TextLine {
  const last = line.at(-1);
  if (last === undefined) return line;
  const text = last.text.trimEnd();
  if (text === "") return trimEnd(line.slice(0, -1));
  return [...line.slice(0, -1), { ...last, text }];
}

/** C0 and C1 controls, and the marks that reorder text, as U+FFFD. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\ufffd");
}

function toAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => ASCII[character] ?? "?");
}
