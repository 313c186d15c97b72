/**
 * Lines of a text file, from its bytes. Decodes a piece at a time, so that a log of 100 MB is
 * never one string, and bounds the length of a line: text without line ends is no reason to hang.
 */
import { DecodeError } from "./errors.ts";

const PIECE = 1 << 20;
const MAX_LINE = 16 << 20;
const NEWLINE = 0x0a;

/** Yields each line without its line end (`\n` or `\r\n`); a last line without one counts too. */
export function* textLines(bytes: Uint8Array, format: string): Generator<string> {
  const decoder = new TextDecoder();
  let start = 0;
  let lineNumber = 1;
  while (start < bytes.length) {
    const end = endOfPiece(bytes, start);
    if (end - start > MAX_LINE) throw lineTooLong(format, lineNumber, end - start);
    const lines = decoder.decode(bytes.subarray(start, end)).split("\n");
    if (lines[lines.length - 1] === "") lines.pop();
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
    lineNumber += lines.length;
    start = end;
  }
}

/** After the last newline within a piece, or after the first one behind it. */
function endOfPiece(bytes: Uint8Array, start: number): number {
  if (start + PIECE >= bytes.length) return bytes.length;
  const last = bytes.lastIndexOf(NEWLINE, start + PIECE - 1);
  if (last >= start) return last + 1;
  const next = bytes.indexOf(NEWLINE, start + PIECE);
  return next < 0 ? bytes.length : next + 1;
}

function lineTooLong(format: string, line: number, length: number): DecodeError {
  return new DecodeError({
    format,
    at: { line },
    expected: `a line of at most ${MAX_LINE} bytes`,
    found: `one of ${length} bytes`,
  });
}
