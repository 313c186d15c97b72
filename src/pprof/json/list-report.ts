/** `-list` as JSON: a row a function and file, with its lines. */
import { divided } from "../measure/value-format.ts";
import type { ReportInput } from "../report-input.ts";
import { listedRoutines, type Routine } from "../reports/list.ts";
import type { SourceLine } from "../source/source-lines.ts";
import type { JsonReport } from "./json-report.ts";

export function listReport(input: ReportInput): JsonReport {
  return { table: "routines", rows: rowsOf(listedRoutines(input), input.format.ratio) };
}

function* rowsOf(routines: Iterable<Routine>, ratio: number): Iterable<unknown> {
  for (const { name, file, flat, cum, error, lines } of routines) {
    const amounts = { flat: divided(flat, ratio), cum: divided(cum, ratio) };
    const rows = Array.from(lines, (line) => ({
      line: line.number,
      flat: divided(line.flat, ratio),
      cum: divided(line.cum, ratio),
      text: textOf(line.text),
    }));
    const missing = file === "" ? "the profile names no file" : error;
    yield {
      function: name,
      ...(file === "" ? {} : { file }),
      ...amounts,
      lines: rows,
      ...(missing === undefined ? {} : { missing }),
    };
  }
}

/** What is no UTF-8 becomes U+FFFD. */
function textOf(line: SourceLine): string {
  return typeof line === "string" ? line : new TextDecoder().decode(line);
}
