/** `-traces` as JSON: a row a sample, its stack leaf first. */
import { buildNodeTable } from "../graph/node-table.ts";
import { labelsOf } from "../labels.ts";
import { divided } from "../measure/value-format.ts";
import type { ReportInput } from "../report-input.ts";
import { sampleValue } from "../reports/traces.ts";
import type { JsonReport } from "./json-report.ts";
import { placeJson } from "./place-json.ts";

export function tracesReport(input: ReportInput): JsonReport {
  return { table: "samples", rows: rowsOf(input) };
}

function* rowsOf(input: ReportInput): Iterable<unknown> {
  const { samples, stacks } = input.profile;
  const frames = locationFrames(input);
  for (let sample = 0; sample < samples.length; sample++) {
    const stack: unknown[] = [];
    for (let row = samples.stack[sample]; row >= 0; row = stacks.prefix[row]) {
      for (const frame of frames(stacks.location[row])) stack.push(frame);
    }
    if (stack.length === 0) continue;
    const value = divided(sampleValue(input, sample), input.format.ratio);
    yield { value, ...labelFields(input, sample), stack };
  }
}

/** The frames of a location, made once; each but the last was inlined into the next. */
function locationFrames({ profile }: ReportInput): (location: number) => readonly unknown[] {
  const options = { keepObjects: false, trim_path: "", source_path: "" };
  const { infos, start, node } = buildNodeTable(profile, options);
  const known: (readonly unknown[])[] = [];
  return (location) => {
    known[location] ??= Array.from(
      node.subarray(start[location], start[location + 1]),
      (id, i) => ({
        ...placeJson(infos[id]!),
        ...(start[location] + i < start[location + 1] - 1 ? { inline: true } : {}),
      }),
    );
    return known[location];
  };
}

function labelFields({ profile, numLabelUnits }: ReportInput, sample: number): object {
  const { strings, numbers } = labelsOf(profile, sample);
  const labels = Object.fromEntries(strings);
  const figures = [...numbers].map(([key, { values }]) => {
    return [key, { unit: numLabelUnits.get(key) ?? "", values: values.map(Number) }];
  });
  return {
    ...(strings.size === 0 ? {} : { labels }),
    ...(numbers.size === 0 ? {} : { numbers: Object.fromEntries(figures) }),
  };
}
