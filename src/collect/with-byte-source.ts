/** A file as the pieces that a decoder asks for: a program's file is far larger than what is read of it. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../decode/elf/byte-source.ts";

/** What `read` makes of the open file. Throws what the system says, and what `read` throws. */
export function withByteSource<T>(path: string, read: (source: ByteSource) => T): T {
  const file = openSync(path, "r");
  try {
    return read({
      size: fstatSync(file).size,
      read(offset, length) {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
      },
    });
  } finally {
    closeSync(file);
  }
}
