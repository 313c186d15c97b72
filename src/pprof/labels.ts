/**
 * The labels of a sample, grouped by key as reports print them. A label has a string or a number.
 * (That of a profile.proto which has neither is left out by its decoder; a 0 is one of a text.)
 */
import type { LabelTable, Profile } from "../model/profile.ts";

export interface NumberLabel {
  readonly values: (number | bigint)[];
  /** As many as values, or none at all. */
  readonly units: string[];
}

export interface SampleLabels {
  readonly strings: ReadonlyMap<string, string[]>;
  readonly numbers: ReadonlyMap<string, NumberLabel>;
}

const NONE: SampleLabels = { strings: new Map(), numbers: new Map() };

/** The key of the label that marks samples of the profile that is compared with. */
export const BASE_KEY = "pprof::base";

export function labelsOf(profile: Profile, sample: number): SampleLabels {
  const start = profile.samples.labelStart[sample];
  const end = profile.samples.labelStart[sample + 1];
  if (start === end) return NONE;
  const strings = new Map<string, string[]>();
  const numbers = new Map<string, NumberLabel>();
  for (let row = start; row < end; row++) addLabel(profile, row, strings, numbers);
  return { strings, numbers };
}

/** True for a label that has a number. */
export function isNumeric({ str }: LabelTable, row: number): boolean {
  return str[row] < 0;
}

function addLabel(
  { labels, strings: table }: Profile,
  row: number,
  strings: Map<string, string[]>,
  numbers: Map<string, NumberLabel>,
): void {
  const key = table.get(labels.key[row]);
  if (labels.str[row] >= 0) listOf(strings, key).push(table.get(labels.str[row]));
  else if (isNumeric(labels, row)) {
    let label = numbers.get(key);
    if (label === undefined) {
      label = { values: [], units: [] };
      numbers.set(key, label);
    }
    if (labels.unit[row] !== 0 || label.units.length > 0) {
      while (label.units.length < label.values.length) label.units.push("");
      label.units.push(table.get(labels.unit[row]));
    }
    label.values.push(labels.num[row]);
  }
}

function listOf(lists: Map<string, string[]>, key: string): string[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Whether the sample is of the profile that is compared with. */
export function isBaseSample({ samples, labels, strings }: Profile, sample: number): boolean {
  for (let row = samples.labelStart[sample]; row < samples.labelStart[sample + 1]; row++) {
    if (labels.str[row] < 0) continue;
    if (strings.get(labels.key[row]) !== BASE_KEY) continue;
    if (strings.get(labels.str[row]) === "true") return true;
  }
  return false;
}
