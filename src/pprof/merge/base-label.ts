/** A profile all of whose samples say that they are of the base of a comparison. */
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { LabelTable, Profile } from "../../model/profile.ts";
import { BASE_KEY } from "../labels.ts";

/** What a sample had under the same key goes. */
export function withBaseLabel(profile: Profile): Profile {
  const { samples, labels } = profile;
  const strings = new ExtendedStrings(profile.strings);
  const [key, str] = [strings.add(BASE_KEY), strings.add("true")];
  const labelStart = new Int32Array(samples.length + 1);
  const rows = new Int32Array(labels.length + samples.length);
  let filled = 0;
  for (let i = 0; i < samples.length; i++) {
    for (let row = samples.labelStart[i]; row < samples.labelStart[i + 1]; row++) {
      if (!isBaseLabel(profile, row)) rows[filled++] = row;
    }
    rows[filled++] = -1;
    labelStart[i + 1] = filled;
  }
  return {
    ...profile,
    samples: { ...samples, labelStart },
    labels: takeLabels(labels, rows.subarray(0, filled), { key, str }),
    strings,
  };
}

function isBaseLabel({ labels, strings }: Profile, row: number): boolean {
  return labels.str[row] >= 0 && strings.get(labels.key[row]) === BASE_KEY;
}

/** The labels of these rows; of row -1 the new one. */
function takeLabels(
  { key, str, num, unit }: LabelTable,
  rows: Int32Array,
  added: { key: number; str: number },
): LabelTable {
  return {
    length: rows.length,
    key: rows.map((row) => (row < 0 ? added.key : key[row])),
    str: rows.map((row) => (row < 0 ? added.str : str[row])),
    num:
      num instanceof BigInt64Array
        ? BigInt64Array.from(rows, (row) => (row < 0 ? 0n : num[row]))
        : Float64Array.from(rows, (row) => (row < 0 ? 0 : num[row])),
    unit: rows.map((row) => (row < 0 ? 0 : unit[row])),
  };
}
