/** Gzips what is a profile, as files of profiles are. */
import type { Command } from "../../../pprof/commands.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";
import { gzipPieces } from "./gzip-pieces.ts";

/** Any other report stays as it is. */
export async function packReport(report: ReportOutput, { format }: Command): Promise<ReportOutput> {
  return format === "proto" || format === "topproto" ? gzipPieces(report) : report;
}
