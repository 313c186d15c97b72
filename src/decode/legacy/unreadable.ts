/**
 * How reading a profile fails: with the reference's sentence, since scripts look for it.
 * That a form is not the one at hand is no failure; a reader says so by giving `undefined`.
 */
import { ResidentError } from "../../base/errors.ts";

export const TOO_LONG = "bufio.Scanner: token too long";

/** `reason` as the reference has it, without what it puts before every one. */
export function unreadable(reason: string, hint?: string): ResidentError {
  const options = hint === undefined ? {} : { hint };
  return new ResidentError("RES_DECODE", `parsing profile: ${reason}`, options);
}

export function malformedSample(line: string, reason: string): ResidentError {
  return unreadable(`malformed sample: ${line}: ${reason}`);
}
