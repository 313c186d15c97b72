/**
 * Reads a source file for a report that must print what `go tool pprof` prints, also where the file
 * can't be opened. The path is a stranger's: what is not a regular file is not read, since a pipe
 * would never end, and counts as empty.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { MiB } from "../../base/units.ts";

const MAX_BYTES = 64 * MiB;
// Without O_NONBLOCK the opening of a pipe would wait for its writer.
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

export function readSourceFile(path: string): { bytes: Uint8Array } | { error: string } {
  let file: number;
  try {
    file = openSync(path, READ_WITHOUT_WAITING);
  } catch (error) {
    return { error: `open ${path}: ${reasonOf(error as NodeJS.ErrnoException)}` };
  }
  try {
    const stat = fstatSync(file);
    const isSource = stat.isFile() && stat.size <= MAX_BYTES;
    return { bytes: isSource ? readFileSync(file) : new Uint8Array() };
  } catch {
    return { bytes: new Uint8Array() };
  } finally {
    closeSync(file);
  }
}

/** As strerror and Go have it. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOTDIR: "not a directory",
  ELOOP: "too many levels of symbolic links",
  ENAMETOOLONG: "file name too long",
  EMFILE: "too many open files",
  ENXIO: "no such device or address",
  // Of a path with a NUL in it.
  ERR_INVALID_ARG_VALUE: "invalid argument",
};

function reasonOf({ code = "", message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}
