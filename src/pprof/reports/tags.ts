/** `-tags`: for each label key its values, the heaviest first, with what their samples add up to. */
import { compareText } from "../graph/node-info.ts";
import { isNumeric } from "../labels.ts";
import { absInt64, addInt64, descending, type Int64 } from "../measure/int64.ts";
import { percentage, scaledLabel } from "../measure/label.ts";
import { formatValue } from "../measure/value-format.ts";
import type { ReportInput, ReportOutput } from "../report-input.ts";
import { alignColumns } from "./align-columns.ts";

export interface TagKey {
  readonly key: string;
  /** Value as it is printed and the sum of its samples, the largest first. */
  readonly values: readonly (readonly [value: string, sum: Int64])[];
}

export function* renderTags(input: ReportInput): ReportOutput {
  for (const tag of sortedTags(input)) yield keyBlock(input, tag);
}

/** In the order of the keys. */
export function sortedTags(input: ReportInput): TagKey[] {
  const keys = [...sumTags(input)].sort(([a], [b]) => compareText(a, b));
  return keys.map(([key, sums]) => ({
    key,
    values: [...sums].sort(
      ([a, x], [b, y]) => descending(absInt64(x), absInt64(y)) || compareText(a, b),
    ),
  }));
}

/** By key, then by value as it is printed. A label that occurs twice in a sample counts twice. */
function sumTags(input: ReportInput): Map<string, Map<string, Int64>> {
  const { profile, valueIndex, numLabelUnits, format } = input;
  const { samples, labels, strings } = profile;
  const values = samples.values[valueIndex]!;
  const texts = new TagColumns();
  const numbers = new TagColumns();
  for (let sample = 0; sample < samples.length; sample++) {
    const value = values[sample];
    for (let row = samples.labelStart[sample]; row < samples.labelStart[sample + 1]; row++) {
      if (labels.str[row] >= 0) texts.add(labels.key[row], labels.str[row], value);
      else if (isNumeric(labels, row)) numbers.add(labels.key[row], labels.num[row], value);
    }
  }
  const tags = new Map<string, Map<string, Int64>>();
  texts.collect(tags, strings.get, (_, str) => strings.get(Number(str)));
  numbers.collect(tags, strings.get, (key, num) =>
    scaledLabel(Number(num), numLabelUnits.get(key) ?? "", format.outputUnit),
  );
  return tags;
}

/** Sums by key and value as they are in the columns: nothing is formatted twice. */
class TagColumns {
  private readonly keys = new Map<number, Map<number | bigint, Int64>>();

  add(key: number, tag: number | bigint, value: Int64): void {
    const tags = this.keys.get(key);
    if (tags === undefined) this.keys.set(key, new Map([[tag, value]]));
    else tags.set(tag, addInt64(tags.get(tag) ?? 0, value));
  }

  collect(
    into: Map<string, Map<string, Int64>>,
    nameOf: (key: number) => string,
    textOf: (key: string, tag: number | bigint) => string,
  ): void {
    for (const [key, tags] of this.keys) {
      const name = nameOf(key);
      const sums = into.get(name) ?? new Map<string, Int64>();
      into.set(name, sums);
      for (const [tag, value] of tags) {
        const text = textOf(name, tag);
        sums.set(text, addInt64(sums.get(text) ?? 0, value));
      }
    }
  }
}

function keyBlock({ total, format }: ReportInput, { key, values }: TagKey): string {
  const all = Number(values.reduce<Int64>((sum, [, value]) => addInt64(sum, value), 0));
  const share = (value: number) => (total > 0 ? ` (${percentage(value, total)})` : "");
  const rows = values.map(([name, value]) => {
    const size = Number(value);
    return ` \t${formatValue(size, format)}${share(size)}:\t ${name}\n`;
  });
  const head = `${key}:\t Total ${formatValue(all, format)} of ${formatValue(total, format)}`;
  return alignColumns(`${head}${share(all)}\n${rows.join("")}\n`);
}
