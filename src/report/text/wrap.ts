/**
 * Breaks prose at spaces, but for that of `53 %`. What is longer than a line by itself (a path, a
 * name) breaks at its slashes and dots, and is cut hard only where it has none.
 */
import { displayWidth } from "./display-width.ts";
import { type Span, type Style, spaces, span, spansWidth, type TextLine } from "./spans.ts";

/** The words of `text` in lines of at most `width` columns. A newline in the text stays one. */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, Math.max(width, 1)));
}

function wrapParagraph(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(/ +(?!%)/).flatMap((word) => breakWord(word, width))) {
    const wanted = displayWidth(word);
    if (line === "") {
      line = word;
      used = wanted;
    } else if (used + 1 + wanted <= width) {
      line += ` ${word}`;
      used += 1 + wanted;
    } else {
      lines.push(line);
      line = word;
      used = wanted;
    }
  }
  lines.push(line);
  return lines;
}

function breakWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const part of word.split(/(?<=[^.]\/)|(?<=[^.])(?=\.)/).flatMap((p) => cutHard(p, width))) {
    if (displayWidth(piece + part) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += part;
  }
  return [...pieces, piece];
}

function cutHard(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (displayWidth(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Wrapped text behind a label; the lines after the first are indented to where the text began. */
export function hanging(
  label: readonly Span[],
  text: string,
  width: number,
  style: Style = "plain",
): TextLine[] {
  const margin = spansWidth(label);
  return wrapText(text, width - margin).map((line, index) => [
    ...(index === 0 ? label : [spaces(margin)]),
    span(line, style),
  ]);
}
