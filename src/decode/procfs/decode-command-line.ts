/**
 * /proc/PID/cmdline: the arguments, each ended by a NUL. A program may overwrite them, and then
 * it is whatever the program wrote; a zombie or a kernel thread has none.
 */
import { smallText } from "../small-text.ts";

/** Fails with DecodeError where it is larger than Linux makes one. */
export function decodeCommandLine(bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return [];
  const text = smallText(bytes, "cmdline");
  return (text.endsWith("\0") ? text.slice(0, -1) : text).split("\0");
}
