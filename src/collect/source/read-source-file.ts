/**
 * Reads a source file for a report that must print what `go tool pprof` prints, also where the file
 * can't be opened. The path is a stranger's: what is not a regular file is not read, since a pipe
 * would never end, and counts as empty.
 */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { MiB } from "../../base/units.ts";
import { READ_WITHOUT_WAITING } from "../open-flags.ts";
import { openReason } from "../open-reason.ts";

const MAX_BYTES = 64 * MiB;

export function readSourceFile(path: string): { bytes: Uint8Array } | { error: string } {
  let file: number;
  try {
    file = openSync(path, READ_WITHOUT_WAITING);
  } catch (error) {
    return { error: `open ${path}: ${openReason(error)}` };
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
