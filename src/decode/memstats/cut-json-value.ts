/**
 * Cuts the array or object of one key out of an object that as a whole is not JSON. Package expvar
 * puts each variable on a line of its own, which tells a key from the same text inside a value.
 */
const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/** The text of the value, or undefined where there is none or it has no end. Linear in `text`. */
export function cutJsonValue(text: string, key: string): string | undefined {
  const match = new RegExp(`^\\{?"${key}": ?(?=[[{])`, "m").exec(text);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  const end = endOfValue(text, start);
  return end < 0 ? undefined : text.slice(start, end);
}

/** Position after the bracket that closes the one at `start`, or -1. */
function endOfValue(text: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    const closing = CLOSING[char];
    if (closing !== undefined) open.push(closing);
    else if (char === '"') at = endOfString(text, at);
    else if ((char === "]" || char === "}") && open.pop() !== char) return -1;
    if (open.length === 0) return at + 1;
  }
  return -1;
}

/** Position of the quote that closes the one at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
