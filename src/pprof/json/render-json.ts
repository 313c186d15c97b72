/**
 * Reports for scripts: the numbers of the text, unrounded and in the profile's own unit, one row a
 * line, so that a report of a million samples streams too. docs/json.md documents the shape.
 */
import { baseName } from "../../base/base-name.ts";
import { ResidentError } from "../../base/errors.ts";
import type { ReportFormat } from "../commands.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { graphReport } from "./graph-report.ts";
import type { JsonReport } from "./json-report.ts";
import { listReport } from "./list-report.ts";
import { tagsReport } from "./tags-report.ts";
import { tracesReport } from "./traces-report.ts";

const REPORTS: Partial<Record<ReportFormat, (input: ReportInput) => JsonReport>> = {
  text: graphReport,
  tree: graphReport,
  list: listReport,
  tags: tagsReport,
  traces: tracesReport,
};

/** Throws RES_USAGE for a report that has no JSON. */
export function* renderJson(input: ReportInput): ReportOutput {
  const make = REPORTS[input.command.format];
  if (make === undefined) throw noJson(input.command.name);
  const { fields, table, rows } = make(input);
  const head = JSON.stringify({ ...headOf(input), ...fields });
  yield `${head.slice(0, -1)},"${table}":[`;
  let between = "\n";
  for (const row of rows) {
    yield between + JSON.stringify(row);
    between = ",\n";
  }
  yield "\n]}\n";
}

function headOf(input: ReportInput): Record<string, unknown> {
  const { profile, command, settings, sampleType, sampleUnit, total } = input;
  const { mappings, strings, timeNanos, durationNanos, comments } = profile;
  const file = mappings.length === 0 ? "" : strings.get(mappings.filename[0]);
  const buildId = mappings.length === 0 ? "" : strings.get(mappings.buildId[0]);
  return {
    format: "resident.pprof/1",
    report: command.name,
    file: file === "" ? null : baseName(file),
    buildId: buildId === "" ? null : buildId,
    time: timeNanos === 0n ? null : Number(timeNanos) / 1e9,
    duration: durationNanos === 0n ? null : Number(durationNanos) / 1e9,
    comments,
    type: sampleType,
    unit: sampleUnit,
    divideBy: settings.divide_by,
    total,
    filters: input.activeFilters,
  };
}

function noJson(name: string): ResidentError {
  return new ResidentError("RES_USAGE", `-${name} has no JSON`, {
    hint: "-json goes with -top, -tree, -peek, -list, -traces and -tags.",
  });
}
