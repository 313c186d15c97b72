/** `-traces`: every sample with its labels and its stack, leaf first. */
import { compareText } from "../graph/node-info.ts";
import { labelsOf } from "../labels.ts";
import { divideInt64 } from "../measure/int64.ts";
import { label } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { StackBytes } from "../stack-bytes.ts";
import { BytePieces } from "./byte-pieces.ts";
import { profileLines } from "./header.ts";
import { LabelTexts } from "./label-texts.ts";
import { locationLines } from "./location-lines.ts";

const RULE = "-----------+-------------------------------------------------------\n";
/** Of a value, and of the room for one in front of a frame. */
const VALUE_WIDTH = 10;
/** As many different values are formatted only once. */
const KEPT_VALUES = 10_000;

export function* renderTraces(input: ReportInput): ReportOutput {
  const { profile } = input;
  yield `${profileLines(input).join("\n")}\n`;
  const { samples, stacks } = profile;
  const pieces = new BytePieces();
  const frames = new StackBytes(profile, locationLines(profile, VALUE_WIDTH));
  const labels = new LabelTexts(profile, (sample) => labelLines(input, sample));
  const valueText = valueTexts(input);
  const rule = new TextEncoder().encode(RULE);
  for (let sample = 0; sample < samples.length; sample++) {
    const leaf = samples.stack[sample];
    if (leaf < 0) continue;
    pieces.add(rule);
    labels.add(sample, pieces);
    pieces.add(valueText(sampleValue(input, sample)));
    // The value stands in the room in front of the first line.
    pieces.add(frames.ofLocation(stacks.location[leaf]).subarray(VALUE_WIDTH));
    frames.addTo(pieces, stacks.prefix[leaf]);
    if (pieces.isFull) yield pieces.take();
  }
  yield pieces.take();
  yield RULE;
}

/** The value of one sample, of a mean already divided. */
export function sampleValue(
  { profile, valueIndex, settings }: ReportInput,
  sample: number,
): number {
  const value = profile.samples.values[valueIndex]![sample];
  const divisor = settings.mean ? profile.samples.values[0]![sample] : 0;
  return Number(divideInt64(value, divisor));
}

/** Labels with text first, then those with numbers, each sorted. */
function labelLines({ profile, numLabelUnits }: ReportInput, sample: number): string {
  const { strings, numbers } = labelsOf(profile, sample);
  const texts = [...strings].map(([key, values]) => labelLine(key, values));
  const figures = [...numbers].map(([key, { values }]) => {
    const unit = numLabelUnits.get(key) ?? "";
    return labelLine(
      key,
      values.map((value) => label(Number(value), unit)),
    );
  });
  return [...texts.sort(compareText), ...figures.sort(compareText)].join("");
}

function labelLine(key: string, values: readonly string[]): string {
  return `${key.padStart(10)}:  ${values.join(" ")}\n`;
}

function valueTexts({ format }: ReportInput): (value: number) => Uint8Array {
  const encoder = new TextEncoder();
  const known = new Map<number, Uint8Array>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = encoder.encode(formatValue(value, format).padStart(VALUE_WIDTH));
    if (known.size < KEPT_VALUES) known.set(value, text);
    return text;
  };
}
