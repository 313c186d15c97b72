/** A new file with the first number that is free: `profile001.svg`, `profile002.svg`. */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ResidentError } from "../../../base/errors.ts";
import { openReason } from "../../../collect/open-reason.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";

const LAST = 9999;

export interface NumberedPlace {
  /** "" for the working folder. */
  readonly folder: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Who may read it, before the umask. */
  readonly mode: number;
}

/** Writes `output` to a new file and returns its path. Throws RES_FILE. */
export function writeNumberedFile(place: NumberedPlace, output: ReportOutput): string {
  const { path, fd } = openNumbered(place);
  try {
    for (const piece of output) writeAll(fd, piece);
  } finally {
    closeSync(fd);
  }
  return path;
}

function openNumbered({ folder, prefix, suffix, mode }: NumberedPlace): {
  readonly path: string;
  readonly fd: number;
} {
  for (let number = 1; number <= LAST; number++) {
    const path = join(folder, `${prefix}${String(number).padStart(3, "0")}${suffix}`);
    try {
      return { path, fd: openSync(path, "wx", mode) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      const message = `open ${path}: ${openReason(error)}`;
      throw new ResidentError("RES_FILE", message, { cause: error });
    }
  }
  const form = `${prefix}001${suffix}`;
  throw new ResidentError("RES_FILE", `could not create file of the form ${form}`);
}

function writeAll(fd: number, piece: string | Uint8Array): void {
  const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
