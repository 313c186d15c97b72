/**
 * Go's int64 where plain numbers may not hold it: a number while that is exact, else a bigint.
 * Results beyond 64 bits wrap around as in Go, and a floating-point number that no int64 can hold
 * becomes the least one, as on amd64.
 */
export type Int64 = number | bigint;

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);
/** So many decimal digits are always exact. */
const EXACT_DIGITS = 15;
const ZERO = 0x30;

/** An optional minus and digits in bytes[start..end); undefined where it is no int64. */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): Int64 | undefined {
  const isNegative = bytes[start] === 0x2d;
  let at = isNegative ? start + 1 : start;
  while (at < end - 1 && bytes[at] === ZERO) at++;
  if (end - at > EXACT_DIGITS) return parseLong(bytes.subarray(at, end), isNegative);
  let value = 0;
  for (; at < end; at++) value = value * 10 + bytes[at]! - ZERO;
  return isNegative && value !== 0 ? -value : value;
}

function parseLong(digits: Uint8Array, isNegative: boolean): Int64 | undefined {
  if (digits.length > 19) return undefined;
  const value = BigInt(String.fromCharCode(...digits));
  const signed = isNegative ? -value : value;
  return signed > MAX || signed < MIN ? undefined : narrow(signed);
}

export function multiply(a: Int64, b: Int64): Int64 {
  const product = typeof a === "number" && typeof b === "number" ? a * b : undefined;
  if (product !== undefined && Number.isSafeInteger(product)) return product + 0;
  return wrap(BigInt(a) * BigInt(b));
}

/** Toward zero. `b` is not 0. */
export function divide(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") return Math.trunc(a / b) + 0;
  return wrap(BigInt(a) / BigInt(b));
}

/** `int64(value)` in Go. */
export function truncate(value: number): Int64 {
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  if (Math.abs(whole) < 2 ** 63) return BigInt(whole);
  return MIN;
}

export function wrap(value: bigint): Int64 {
  return narrow(BigInt.asIntN(64, value));
}

export function narrow(value: bigint): Int64 {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Go's way to say why a text is no number. */
export type NotInteger = "invalid syntax" | "value out of range";

const INTEGER =
  /^([+-]?)(0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/;
const MAX_DIGITS = 80;

/** Like `strconv.ParseInt(text, 0, 64)`: decimal, 0x, 0o, 0b, or octal after a plain 0. */
export function parseGoInteger(text: string): Int64 | NotInteger {
  const match = INTEGER.exec(text);
  if (match === null) return "invalid syntax";
  const digits = match[2]!.replaceAll("_", "");
  const [, prefix, rest] = /^(0[xXbBoO])?0*(.*)$/.exec(digits)!;
  if (rest === "") return 0;
  if (rest!.length > MAX_DIGITS) return "value out of range";
  const isOctal = prefix === undefined && digits.startsWith("0");
  const value = BigInt(isOctal ? `0o${rest}` : (prefix ?? "").toLowerCase() + rest);
  const signed = match[1] === "-" ? -value : value;
  return signed > MAX || signed < MIN ? "value out of range" : narrow(signed);
}
