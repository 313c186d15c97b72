/**
 * A trace line as a template, matched on bytes. The runtime prints these lines with fixed text
 * around plain numbers, so that a template written like the runtime's own documentation says all
 * of it, and matching is a comparison of bytes: a log of a million lines needs no strings.
 *
 * `{}` is a number that nobody wants, `{goal MB}` one that goes into the column `goal` after
 * conversion from its unit; a column that stands twice is the sum of both.
 */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  MB: 2 ** 20,
  KiB: 2 ** 10,
  ms: 1e6,
  us: 1e3,
};
const ZERO = 0x30;
const DOT = 0x2e;
/** More digits than a 64-bit number has are not a number that the runtime printed. */
const MAX_DIGITS = 20;
const encoder = new TextEncoder();

interface Field {
  /** Index of the column, -1 for none. */
  readonly column: number;
  readonly unit: number;
  /** Text behind the number. */
  readonly textAfter: Uint8Array;
}

export class LineTemplate {
  private readonly start: Uint8Array;
  private readonly fields: readonly Field[];
  /** After a successful match: the position behind it. */
  end = 0;
  private value = 0;

  constructor(template: string, columns: readonly string[]) {
    const [start = "", ...parts] = template.split("{");
    this.start = encoder.encode(start);
    this.fields = parts.map((part) => fieldOf(part, columns));
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
