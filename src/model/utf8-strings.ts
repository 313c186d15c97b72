/**
 * A table of strings that are bytes until someone asks for one: a report shows a few of the names
 * that a profile has, and what only copies names need not decode them.
 */
import type { StringTable } from "./profile.ts";

/** String i is bytes[starts[i]..starts[i + 1]) in UTF-8; wrong bytes become U+FFFD. */
export function utf8Strings(bytes: Uint8Array, starts: Int32Array): StringTable {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const length = starts.length - 1;
  const cache: string[] = [];
  return {
    length,
    utf8: { bytes, starts },
    get(index) {
      let text = cache[index];
      if (text === undefined && index >= 0 && index < length) {
        text = decoder.decode(bytes.subarray(starts[index], starts[index + 1]));
        cache[index] = text;
      }
      return text;
    },
  };
}
