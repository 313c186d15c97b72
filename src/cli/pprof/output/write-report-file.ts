/**
 * Writes a report to the file that the user named. A file that is there keeps its content until the
 * new one is complete, and a report that fails leaves none behind.
 */
import {
  chmodSync,
  closeSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { ResidentError } from "../../../base/errors.ts";
import { openReason } from "../../../collect/open-reason.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";

/** Throws RES_FILE, in the words of Go. */
export function writeReportFile(path: string, report: ReportOutput): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  // A pipe or a device can't be replaced.
  if (stats !== undefined && !stats.isFile()) {
    writeTo(path, path, "w", report);
    return;
  }
  const goal = stats === undefined ? path : realpathSync(path);
  const temporary = `${goal}.partial-${process.pid}`;
  try {
    writeTo(path, temporary, "wx", report);
    finish(goal, temporary, stats);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function finish(goal: string, temporary: string, stats: Stats | undefined): void {
  if (stats !== undefined) chmodSync(temporary, stats.mode & 0o777);
  renameSync(temporary, goal);
}

function writeTo(named: string, path: string, flags: string, report: ReportOutput): void {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === "EISDIR";
    throw new ResidentError("RES_FILE", `open ${named}: ${openReason(error)}`, {
      ...(isFolder ? { hint: "Name a file in it: -output=FOLDER/FILE" } : {}),
      cause: error,
    });
  }
  try {
    for (const piece of report) writeAll(file, piece);
  } catch (error) {
    if (error instanceof ResidentError) throw error;
    const reason = openReason(error);
    throw new ResidentError("RES_FILE", `write ${named}: ${reason}`, { cause: error });
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, piece: string | Uint8Array): void {
  const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
