/**
 * The text of a small file that the user or a configuration names: a token, a certificate, a list of
 * targets. Read piece by piece, because pipes and devices (`@<(pass show …)`) tell no size.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { ResidentError } from "../base/errors.ts";
import { formatBytes, KiB, MiB } from "../base/units.ts";
import { fileError } from "./bundle/file-error.ts";

/** More than any of them is: a list of 100,000 targets takes a fifth of it. */
const MAX_BYTES = 64 * MiB;

/** Throws RES_FILE if it can't be read, RES_TOO_LARGE beyond 64 MiB. */
export function readTextFile(path: string): string {
  try {
    return new TextDecoder().decode(readBounded(path));
  } catch (error) {
    throw fileError(path, error);
  }
}

function readBounded(path: string): Uint8Array {
  const file = openSync(path, "r");
  try {
    const pieces: Buffer[] = [];
    for (let length = 0; length <= MAX_BYTES; ) {
      const piece = Buffer.alloc(64 * KiB);
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, read));
      length += read;
    }
  } finally {
    closeSync(file);
  }
  throw new ResidentError("RES_TOO_LARGE", `${path}: longer than ${formatBytes(MAX_BYTES)}`);
}
