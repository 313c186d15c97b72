/**
 * Where a report goes that no file was named for: to a viewer, to standard output, or, where that is
 * a terminal and the report nothing to read, to a new file in the working folder.
 */
import type { Command } from "../../../pprof/commands.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";
import { writeNumberedFile } from "./numbered-file.ts";
import { openViewer, type ViewedFile } from "./open-viewer.ts";
import type { PprofStreams } from "./pprof-streams.ts";

export interface ShowOptions {
  /** Standard output is a terminal, or a shell writes there. */
  readonly isTerminal: boolean;
  /** In the shell a viewer runs beside the next command. */
  readonly isShell: boolean;
  /** Called from time to time; ends the report by throwing. */
  readonly pause?: () => Promise<void>;
}

/** Characters or bytes between two pauses. */
const STRETCH = 1 << 18;

/** Returns a file that a viewer may still read, to be removed at the end. */
export async function showReport(
  command: Command,
  report: ReportOutput,
  streams: PprofStreams,
  { isTerminal, isShell, pause }: ShowOptions,
): Promise<ViewedFile | undefined> {
  const { viewer, extension } = command;
  if (viewer !== undefined) {
    const { env, platform } = process;
    return openViewer(viewer, report, { isWaitedFor: !isShell, env, platform });
  }
  if (extension === undefined || !isTerminal) {
    await writePieces(report, streams, pause);
    return undefined;
  }
  // Drawn before the file is there: what fails leaves none.
  const pieces = [...report];
  const place = { folder: "", prefix: "profile", suffix: `.${extension}`, mode: 0o666 };
  const path = writeNumberedFile(place, pieces);
  streams.writeError(`Generating report in ${path}\n`);
  return undefined;
}

async function writePieces(
  report: ReportOutput,
  streams: PprofStreams,
  pause: ShowOptions["pause"],
): Promise<void> {
  let written = 0;
  for (const piece of report) {
    streams.writeOut(piece);
    written += piece.length;
    if (pause === undefined || written < STRETCH) continue;
    written = 0;
    await pause();
  }
}
