/**
 * The text of a file that is small by nature. Decoding one makes many times its size of strings
 * and map entries, so that a huge one is refused before anything is made of it.
 */
import { DecodeError } from "../base/errors.ts";
import { formatBytes, MiB } from "../base/units.ts";

/** Linux takes up to 6 MiB of arguments and environment; every other such file is far smaller. */
const MAX_LENGTH = 8 * MiB;

/** Fails with DecodeError beyond `limit` bytes. */
export function smallText(bytes: Uint8Array, format: string, limit = MAX_LENGTH): string {
  if (bytes.length <= limit) return new TextDecoder().decode(bytes);
  throw new DecodeError({
    format,
    at: { offset: limit },
    expected: `a file of at most ${formatBytes(limit)}`,
    found: `one of ${formatBytes(bytes.length)}`,
  });
}
