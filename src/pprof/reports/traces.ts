/** `-traces`: every sample with its labels and its stack, leaf first. */
import { formatValue } from "../measure/value-format.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { BytePieces } from "./byte-pieces.ts";
import { profileLines } from "./header.ts";
import { LabelTexts } from "./label-texts.ts";
import { StackTexts } from "./stack-texts.ts";

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
  const frames = new StackTexts(profile, VALUE_WIDTH);
  const labels = new LabelTexts(input);
  const valueText = valueTexts(input);
  const rule = new TextEncoder().encode(RULE);
  for (let sample = 0; sample < samples.length; sample++) {
    const leaf = samples.stack[sample];
    if (leaf < 0) continue;
    pieces.add(rule);
    labels.add(sample, pieces);
    pieces.add(valueText(sampleValue(input, sample)));
    frames.addLeaf(stacks.location[leaf], pieces);
    frames.addStack(stacks.prefix[leaf], pieces);
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
  const value = Number(profile.samples.values[valueIndex]![sample]);
  const divisor = settings.mean ? Number(profile.samples.values[0]![sample]) : 0;
  return divisor === 0 ? value : Math.trunc(value / divisor);
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
