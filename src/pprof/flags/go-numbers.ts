/**
 * Numbers as Go's strconv reads them, since flags and the shell take what it takes: digits may be set
 * apart by `_`, whole numbers have four bases, and floating-point numbers may be hexadecimal with a
 * power of two (`0x1.8p4`).
 */

/** Why a text is no number; Go's messages tell the two apart. */
export type NotANumber = "syntax" | "range";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?=\.?[\da-fA-F])([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/;

/** strconv.ParseInt with base 0: decimal, 0x, 0o, 0b, and 0 for octal. */
export function parseInteger(text: string): number | NotANumber {
  const plain = withoutUnderscores(text);
  const match = /^([+-]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.exec(plain ?? "");
  if (match === null) return "syntax";
  const digits = match[2]!;
  const magnitude = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return inRange(match[1] === "-" ? -magnitude : magnitude);
}

/** strconv.Atoi: decimal only. */
export function parseDecimalInteger(text: string): number | NotANumber {
  const match = /^([+-]?)(\d+)$/.exec(text);
  if (match === null) return "syntax";
  const magnitude = BigInt(match[2]!);
  return inRange(match[1] === "-" ? -magnitude : magnitude);
}

function inRange(value: bigint): number | NotANumber {
  return BigInt.asIntN(64, value) === value ? Number(value) : "range";
}

/** strconv.ParseFloat. */
export function parseFloating(text: string): number | NotANumber {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  const plain = withoutUnderscores(text) ?? "";
  const hex = HEXADECIMAL.exec(plain);
  if (hex === null && !DECIMAL.test(plain)) return "syntax";
  const value = hex === null ? Number(plain) : hexadecimal(hex);
  return Number.isFinite(value) ? value : "range";
}

function hexadecimal([, sign, whole = "", fraction = "", power]: RegExpExecArray): number {
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  const exponent = Number(power) - 4 * fraction.length;
  // In two steps, since 2 ** exponent alone may be too large or too small where the product is not.
  const half = Math.trunc(exponent / 2);
  const magnitude = mantissa === 0 ? 0 : mantissa * 2 ** half * 2 ** (exponent - half);
  return sign === "-" ? -magnitude : magnitude;
}

/** Undefined where one does not stand between digits, of which the prefix of a base is one. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes("_")) return text;
  const digits = /^[+-]?0[xX]/.test(text) ? "[\\da-fA-F]" : "\\d";
  const allowed = new RegExp(`(?<=${digits}|^[+-]?0[xXbBoO])_(?=${digits})`, "g");
  const plain = text.replace(allowed, "");
  return plain.includes("_") ? undefined : plain;
}
