/**
 * Makes a report and brings it where it belongs: to the file that -output names, else to a viewer or
 * standard output. For the command line and for the shell.
 */
import { makeReport, type ReportRequest } from "../../../pprof/make-report.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";
import { drawPicture } from "./draw-picture.ts";
import type { ViewedFile } from "./open-viewer.ts";
import { packReport } from "./pack-report.ts";
import type { PprofStreams } from "./pprof-streams.ts";
import { showReport } from "./show-report.ts";

export interface PrintOptions {
  /** Nothing binary goes to standard output then, and nothing waits for a viewer. */
  readonly isShell: boolean;
  /** Called between pieces of a long report: to let signals come in. */
  readonly pause?: () => Promise<void>;
}

/** Returns a file that a viewer may still read, to be removed at the end. */
export async function printReport(
  request: ReportRequest,
  streams: PprofStreams,
  options: PrintOptions,
): Promise<ViewedFile | undefined> {
  const { command, settings, warn } = request;
  const drawn = await drawPicture(makeReport(request), command, warn);
  const report = request.json === true ? drawn : await packReport(drawn, command);
  if (settings.output === "") {
    const isTerminal = options.isShell || streams.isTerminal === true;
    return showReport(command, report, streams, { ...options, isTerminal });
  }
  const { writeReportFile } = await import("./write-report-file.ts");
  const pieces = begin(report);
  warn(`Generating report in ${settings.output}`);
  writeReportFile(settings.output, pieces);
  return undefined;
}

/** The same report, its first piece made: what can't be reported fails here. */
function begin(report: ReportOutput): ReportOutput {
  const iterator = report[Symbol.iterator]();
  const first = iterator.next();
  return (function* rest(): Generator<string | Uint8Array> {
    for (let next = first; !next.done; next = iterator.next()) yield next.value;
  })();
}
