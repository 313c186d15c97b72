/** Text as Go's `%q` prints it, in which messages repeat what was typed. */
const SHORT: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** In quotes. What can't be seen is told by its number, as are all spaces but the usual one. */
export function goQuote(text: string): string {
  return `"${[...text].map(quoteOne).join("")}"`;
}

function quoteOne(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  if (character === " " || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const code = character.codePointAt(0)!;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
