/** `-tags` as JSON: a row a value of a label. */
import { divided } from "../measure/value-format.ts";
import type { ReportInput } from "../report-input.ts";
import { sortedTags } from "../reports/tags.ts";
import type { JsonReport } from "./json-report.ts";

export function tagsReport(input: ReportInput): JsonReport {
  return { table: "tags", rows: rowsOf(input) };
}

function* rowsOf(input: ReportInput): Iterable<unknown> {
  for (const { key, values } of sortedTags(input)) {
    for (const [value, sum] of values) {
      yield { key, value, sum: divided(Number(sum), input.format.ratio) };
    }
  }
}
