/** A pattern that is a number names an address, in the notations of Go's strconv with base 0. */

const NUMBER = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const OCTAL = /^0[0-7]+$/;

export function parseAddress(text: string): bigint | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = BigInt(OCTAL.test(text) ? `0o${text}` : text);
  return value >> 64n === 0n ? value : undefined;
}
