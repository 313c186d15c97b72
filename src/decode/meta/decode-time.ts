/** The file `time` of a snapshot: unix seconds as a decimal fraction. */
import { DecodeError } from "../../base/errors.ts";

/** Unix seconds. Fails with DecodeError. */
export function decodeTime(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes.subarray(0, 64)).trim();
  if (/^\d{1,11}(\.\d+)?$/.test(text)) return Number(text);
  throw new DecodeError({
    format: "time",
    at: { line: 1 },
    expected: "unix seconds",
    found: JSON.stringify(text),
  });
}
