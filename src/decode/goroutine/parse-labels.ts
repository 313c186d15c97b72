/**
 * Goroutine labels as Go prints them: `{"k":"v", "k2":"v2"}` with Go's quoting, which is not JSON's
 * (`\x00`, `\a`, `\U0001f600`).
 */
const PAIR = /\s*"((?:[^"\\]|\\.)*)":\s*"((?:[^"\\]|\\.)*)"\s*,?/y;
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3})|(.))/gs;
const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const MAX_CODE_POINT = 0x10ffff;
const LONGEST = 1 << 16;

/** `text` starts at the opening brace; what is not understood ends the list. Undefined if empty. */
export function parseLabels(text: string): ReadonlyMap<string, string> | undefined {
  if (!text.startsWith("{") || text.length > LONGEST) return undefined;
  const labels = new Map<string, string>();
  PAIR.lastIndex = 1;
  for (let pair = PAIR.exec(text); pair !== null; pair = PAIR.exec(text)) {
    labels.set(unquote(pair[1]!), unquote(pair[2]!));
  }
  return labels.size === 0 ? undefined : labels;
}

function unquote(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, x, u, U, octal, simple: string | undefined) => {
    if (simple !== undefined) return SIMPLE[simple] ?? simple;
    const code = octal === undefined ? Number.parseInt(x ?? u ?? U, 16) : Number.parseInt(octal, 8);
    return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}
