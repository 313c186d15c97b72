/**
 * /debug/pprof/threadcreate?debug=1: how many OS threads the program ever created. Its stacks are
 * not worth reading; most have been empty since Go 1.1.
 */
import { DecodeError } from "../../base/errors.ts";

const FORMAT = "threadcreate?debug=1";
const MAX_TITLE = 80;

/** Number of threads. Fails with DecodeError. */
export function decodeThreadCreate(bytes: Uint8Array): number {
  const start = new TextDecoder().decode(bytes.subarray(0, MAX_TITLE));
  const match = /^threadcreate profile: total (\d{1,9})\r?\n/.exec(start);
  if (match !== null) return Number(match[1]);
  throw new DecodeError({
    format: FORMAT,
    at: { line: 1 },
    expected: "threadcreate profile: total N",
    found: JSON.stringify(start.split("\n")[0]),
  });
}
