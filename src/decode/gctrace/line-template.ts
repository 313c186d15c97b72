/**
 * A trace line as a template, matched on bytes. The runtime prints these lines with fixed text
 * around plain numbers, so that a template written like the runtime's own documentation says all
 * of it, and matching is a comparison of bytes: a log of a million lines needs no strings.
 *
 * `{}` is a number that nobody wants, `{goal MB}` one that goes into the column `goal` after
 * conversion from its unit; a column that stands twice is the sum of both.
 *
 * Tokens are the pieces that the runtime writes one by one: token 2i is the text before the number
 * i, token 2i + 1 that number. Another writer's output can only come between two tokens.
 */
import { KiB, MiB } from "../../base/units.ts";
import { isPrintedNumber, type NumberForm } from "./printed-number.ts";

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  MB: MiB,
  KiB,
  ms: 1e6,
  us: 1e3,
};
/** By column, what the runtime prints otherwise than as a whole number. */
const FORMS: Readonly<Record<string, NumberForm>> = {
  at: "seconds",
  cpuPercent: "percent",
  utilisation: "percent",
};
const ZERO = 0x30;
const DOT = 0x2e;
/** `(forced)` and `[controller reset]`. */
const BRACKETS: readonly number[] = [0x29, 0x5d];
/** More digits than a 64-bit number has are not a number that the runtime printed. */
const MAX_DIGITS = 20;
const encoder = new TextEncoder();

interface Field {
  /** Index of the column, -1 for none. */
  readonly column: number;
  readonly unit: number;
  readonly form: NumberForm;
  /** Text behind the number. */
  readonly textAfter: Uint8Array;
}

export class LineTemplate {
  private readonly start: Uint8Array;
  private readonly fields: readonly Field[];
  /** After `match`: the position behind it. After `reach`: where the first unmatched token starts. */
  end = 0;
  private value = 0;

  constructor(template: string, columns: readonly string[]) {
    const [start = "", ...parts] = template.split("{");
    this.start = encoder.encode(start);
    this.fields = parts.map((part) => fieldOf(part, columns));
  }

  get tokenCount(): number {
    return 1 + 2 * this.fields.length;
  }

  /** True if bytes[at, limit) start with such a line; `row` then has its values, else NaN or junk. */
  match(bytes: Uint8Array, at: number, limit: number, row: Float64Array): boolean {
    let position = skipText(bytes, at, limit, this.start);
    if (position < 0) return false;
    row.fill(Number.NaN);
    for (const { column, unit, textAfter } of this.fields) {
      position = this.number(bytes, position, limit);
      if (position < 0) return false;
      if (column >= 0) row[column] = (row[column]! || 0) + this.value * unit;
      position = skipText(bytes, position, limit, textAfter);
      if (position < 0) return false;
    }
    this.end = position;
    return true;
  }

  /** How many tokens from `from` on bytes[at, limit) hold, in whole; `end` is then behind them. */
  reach(bytes: Uint8Array, at: number, limit: number, from = 0): number {
    this.end = at;
    for (let token = from; token < this.tokenCount; token++) {
      const next = this.skipToken(token, bytes, this.end, limit);
      if (next < 0) return token;
      this.end = next;
    }
    return this.tokenCount;
  }

  /** Where the tokens start that `head` begins with, and where the last of them ends. */
  starts(head: Uint8Array): number[] {
    const starts = [0];
    for (let token = 0; token < this.tokenCount; token++) {
      const next = this.skipToken(token, head, starts[token]!, head.length);
      if (next < 0) break;
      starts.push(next);
    }
    return starts;
  }

  /** True if `head` ends with a whole token: a number only in the form that it has at its place. */
  endsWithToken(head: Uint8Array): boolean {
    const token = this.reach(head, 0, head.length) - 1;
    if (this.end !== head.length) return false;
    if (token % 2 === 0) return true;
    let start = head.length;
    while (isDigitOrDot(head[start - 1]!)) start--;
    const number = String.fromCharCode(...head.subarray(start));
    return isPrintedNumber(number, this.fields[(token - 1) / 2]!.form);
  }

  /** True if bytes[at, limit), to their end, could be the beginning of a longer line of this form. */
  mayBegin(bytes: Uint8Array, at: number, limit: number): boolean {
    const token = this.reach(bytes, at, limit);
    if (this.end === limit) return true;
    if (token === this.tokenCount) return false;
    if (token % 2 === 0) return startsLike(bytes, this.end, limit, this.text(token));
    return isBegunNumber(bytes, this.end, limit);
  }

  /** What a token starts with: `0` stands for any digit. */
  firstByte(token: number): number {
    return token % 2 === 1 ? ZERO : this.text(token)[0]!;
  }

  /** The last byte of such a line, or of what may stand behind it in brackets. */
  mayEndWith(byte: number): boolean {
    return byte === this.text(this.tokenCount - 1).at(-1) || BRACKETS.includes(byte);
  }

  /** The lengths of `run` (digits and dots) that the runtime can have printed for a number token. */
  printedLengths(token: number, run: string): number[] {
    const { form } = this.fields[(token - 1) / 2]!;
    return Array.from(run, (_, at) => at + 1).filter((length) =>
      isPrintedNumber(run.slice(0, length), form),
    );
  }

  private text(token: number): Uint8Array {
    return token === 0 ? this.start : this.fields[token / 2 - 1]!.textAfter;
  }

  private skipToken(token: number, bytes: Uint8Array, at: number, limit: number): number {
    if (token % 2 === 1) return this.number(bytes, at, limit);
    return skipText(bytes, at, limit, this.text(token));
  }

  /** Digits with an optional fraction into `value`; the position behind them, or -1. */
  private number(bytes: Uint8Array, at: number, limit: number): number {
    const end = Math.min(limit, at + MAX_DIGITS);
    let position = at;
    let digits = 0;
    let scale = 0;
    for (; position < end; position++) {
      const digit = bytes[position]! - ZERO;
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        scale *= 10;
      } else if (bytes[position] === DOT && scale === 0 && position > at) scale = 1;
      else break;
    }
    if (position === at || scale === 1) return -1;
    this.value = scale > 1 ? digits / scale : digits;
    return position;
  }
}

function fieldOf(part: string, columns: readonly string[]): Field {
  const [inside = "", textAfter = ""] = part.split("}");
  const [name = "", unit = ""] = inside.split(" ");
  return {
    column: columns.indexOf(name),
    unit: UNITS[unit]!,
    form: unit === "ms" ? "milliseconds" : (FORMS[name] ?? "integer"),
    textAfter: encoder.encode(textAfter),
  };
}

function skipText(bytes: Uint8Array, at: number, limit: number, text: Uint8Array): number {
  const { length } = text;
  if (at + length > limit) return -1;
  for (let i = 0; i < length; i++) {
    if (bytes[at + i] !== text[i]) return -1;
  }
  return at + length;
}

function startsLike(bytes: Uint8Array, at: number, limit: number, text: Uint8Array): boolean {
  if (limit - at >= text.length) return false;
  for (let i = at; i < limit; i++) if (bytes[i] !== text[i - at]) return false;
  return true;
}

function isDigitOrDot(byte: number): boolean {
  return byte === DOT || (byte >= ZERO && byte <= ZERO + 9);
}

/** Digits, then at most a dot: `12.` is no number yet. */
function isBegunNumber(bytes: Uint8Array, at: number, limit: number): boolean {
  if (limit - at > MAX_DIGITS || bytes[limit - 1] !== DOT || limit - at < 2) return false;
  for (let i = at; i < limit - 1; i++) if (bytes[i]! < ZERO || bytes[i]! > ZERO + 9) return false;
  return true;
}
