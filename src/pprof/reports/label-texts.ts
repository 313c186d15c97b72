/** The lines of samples' labels: those with text first, then those with numbers, each sorted. */
import { compareText } from "../graph/node-info.ts";
import { labelsOf } from "../labels.ts";
import { label } from "../measure/label.ts";
import type { ReportInput } from "../report-input.ts";
import type { BytePieces } from "./byte-pieces.ts";

/** Of numbers that recur, such as the sizes of objects. */
const KEPT_NUMBERS = 10_000;

export class LabelTexts {
  private readonly input: ReportInput;
  private readonly encoder = new TextEncoder();
  /** Lines of samples with one numeric label and no other, by key and number. */
  private readonly single = new Map<number, Map<number | bigint, Uint8Array>>();

  constructor(input: ReportInput) {
    this.input = input;
  }

  add(sample: number, pieces: BytePieces): void {
    const { samples, labels } = this.input.profile;
    const row = samples.labelStart[sample];
    const count = samples.labelStart[sample + 1] - row;
    if (count === 0) return;
    const isNumber = count === 1 && labels.str[row] < 0 && Number(labels.num[row]) !== 0;
    pieces.add(isNumber ? this.ofNumber(sample, row) : this.ofSample(sample));
  }

  private ofNumber(sample: number, row: number): Uint8Array {
    const { key, num } = this.input.profile.labels;
    const texts = this.single.get(key[row]) ?? new Map<number | bigint, Uint8Array>();
    this.single.set(key[row], texts);
    const known = texts.get(num[row]);
    if (known !== undefined) return known;
    const text = this.ofSample(sample);
    if (texts.size < KEPT_NUMBERS) texts.set(num[row], text);
    return text;
  }

  private ofSample(sample: number): Uint8Array {
    const { profile, numLabelUnits } = this.input;
    const { strings, numbers } = labelsOf(profile, sample);
    const texts = [...strings].map(([key, values]) => labelLine(key, values));
    const figures = [...numbers].map(([key, { values }]) => {
      const unit = numLabelUnits.get(key) ?? "";
      return labelLine(
        key,
        values.map((value) => label(Number(value), unit)),
      );
    });
    const lines = [...texts.sort(compareText), ...figures.sort(compareText)];
    return this.encoder.encode(lines.join(""));
  }
}

function labelLine(key: string, values: readonly string[]): string {
  return `${key.padStart(10)}:  ${values.join(" ")}\n`;
}
