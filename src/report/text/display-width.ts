/**
 * How many columns a text takes on a terminal, and cutting it to fit. Go identifiers may be in any
 * script, so East Asian wide characters count two and combining marks none.
 */
const COMBINING = /\p{Mark}/u;

/** Ranges of code points that terminals draw two columns wide (Unicode's W and F, in blocks). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

export function displayWidth(text: string): number {
  if (isLatin(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The first `width` columns of a text, with `…` as the last one where something was cut off. */
export function cutEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width <= 0 ? "" : `${takeColumns([...text], width - 1).join("")}…`;
}

/** The last `width` columns of a text, with `…` as the first one where something was cut off. */
export function cutStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 0) return "";
  return `…${takeColumns([...text].reverse(), width - 1)
    .reverse()
    .join("")}`;
}

function takeColumns(characters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > width) break;
    taken.push(character);
  }
  return taken;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300 || isSymbol(code)) return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** Dashes, arrows, lines and blocks, as reports have them; without the marks among them. */
function isSymbol(code: number): boolean {
  return (code >= 0x2010 && code < 0x2028) || (code >= 0x2100 && code < 0x2c00);
}

/** Nearly every text is; a regular expression tells it without running script for each character. */
function isLatin(text: string): boolean {
  return !/[\u0300-\uffff]/.test(text);
}
