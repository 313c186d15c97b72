/**
 * The lines of a source file as `go tool pprof` reads them. Lines are cut out of the bytes when they
 * are asked for: a listing shows a hundred lines of a file of ten thousand. A line that is not UTF-8
 * stays bytes, so that it is printed as it is in the file.
 */

/** A longer line ends the file there, without a word; counted with what ends it. */
const MAX_LINE_BYTES = 64 * 1024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

export type SourceLine = string | Uint8Array;

export class SourceLines {
  private readonly bytes: Uint8Array;
  /** Line n is from starts[n − 1] to the byte before starts[n]. */
  private readonly starts: readonly number[];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.starts = lineStarts(bytes);
  }

  /** Line `number`, counted from 1; undefined where the file has none. */
  line(number: number): SourceLine | undefined {
    const start = this.starts[number - 1];
    const next = this.starts[number];
    if (start === undefined || next === undefined) return undefined;
    return textOf(this.bytes.subarray(start, endOfLine(this.bytes, start, next)));
  }
}

/** Where each line begins, and behind the last one where the next would. */
function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    // Without a newline a line must leave room for one more byte, or its end would not be seen.
    if (next - start + (newline < 0 ? 1 : 0) > MAX_LINE_BYTES) break;
    starts.push(next);
    start = next;
  }
  return starts;
}

/** Without the newline and one carriage return before it. */
function endOfLine(bytes: Uint8Array, start: number, next: number): number {
  let end = next;
  if (end > start && bytes[end - 1] === NEWLINE) end--;
  if (end > start && bytes[end - 1] === RETURN) end--;
  return end;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(line: Uint8Array): SourceLine {
  try {
    return UTF8.decode(line);
  } catch {
    return line;
  }
}
