/**
 * /debug/vars without the secrets of the command line that it begins with. All other bytes stay as
 * they are: the numbers in it go beyond 2^53, so it must not be parsed and written anew.
 */
import { ResidentError } from "../../base/errors.ts";
import { redactArguments } from "../redact.ts";

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/gs;

/** Start and end in the text, and the value, of a JSON string. */
interface StringToken {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Redacts the strings of the top-level `cmdline`. Throws RES_DECODE if `bytes` are not JSON. */
export function redactVars(bytes: Uint8Array): Uint8Array {
  assertJson(bytes);
  // As Latin-1 a character is a byte, so offsets in the text are offsets in the file.
  const text = Buffer.from(bytes).toString("latin1");
  const strings = commandLineStrings(text);
  const redacted = redactArguments(strings.map(({ value }) => value));
  let result = "";
  let copied = 0;
  for (const [i, { start, end, value }] of strings.entries()) {
    if (redacted[i] === value) continue;
    result += text.slice(copied, start) + toLatin1(JSON.stringify(redacted[i]));
    copied = end;
  }
  return copied === 0 ? bytes : Buffer.from(result + text.slice(copied), "latin1");
}

function assertJson(bytes: Uint8Array): void {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ResidentError("RES_DECODE", "/debug/vars is not JSON", {
      cause,
      hint: "Check that package expvar serves it.",
    });
  }
}

/** The strings of the array under the key `cmdline` of the outermost object. */
function commandLineStrings(text: string): StringToken[] {
  const strings: StringToken[] = [];
  let depth = 0;
  let key = "";
  let inside = false;
  for (const { 0: token, index: start } of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token !== ":" && depth === 1) key = fromLatin1(token);
    else if (token !== ":" && depth === 2 && inside) {
      strings.push({ start, end: start + token.length, value: fromLatin1(token) });
    }
    if (depth === 1) inside = token === ":" && key === "cmdline";
  }
  return strings;
}

function fromLatin1(token: string): string {
  return JSON.parse(Buffer.from(token, "latin1").toString("utf8")) as string;
}

function toLatin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
