/**
 * The lines of a page of `name value` lines, without one that was cut: its value could have lost
 * digits and would still be a number. Both formats that use this end each line with a newline.
 */
import { textLines } from "../../base/text-lines.ts";

const NEWLINE = 0x0a;
/** No line that is wanted comes near it; a longer one is left out before any pattern sees it. */
const LONGEST = 1 << 16;

/** Lines without their ends; a long one is an empty one. Fails with DecodeError beyond 16 MiB. */
export function* wholeLines(bytes: Uint8Array, format: string): Generator<string> {
  for (const line of textLines(bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1), format)) {
    yield line.length > LONGEST ? "" : line;
  }
}
