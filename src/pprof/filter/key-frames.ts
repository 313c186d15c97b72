/**
 * The frame of each sample for one label key. Most samples have one label of a key, or none, and the
 * same ones recur: those are looked up without a text being made.
 */
import type { Profile } from "../../model/profile.ts";
import { scaledLabel } from "../measure/label.ts";
import { StringMatcher } from "./match/string-matcher.ts";

export class KeyFrames {
  /** Whether some sample had a label of the key. */
  matched = false;
  private readonly profile: Profile;
  private readonly keys: StringMatcher;
  private readonly unit: string;
  private readonly locate: (name: string) => number;
  private readonly ofText = new Map<number, number>();
  /** By unit, then by number. */
  private readonly ofNumber = new Map<number, Map<number | bigint, number>>();
  private nameless = -1;

  /** `locate`: the location of a name, made where it is new. */
  constructor(profile: Profile, key: string, unit: string, locate: (name: string) => number) {
    this.profile = profile;
    this.keys = new StringMatcher(profile.strings, (text) => text === key);
    this.unit = unit;
    this.locate = locate;
  }

  of(sample: number): number {
    const { labelStart } = this.profile.samples;
    let first = -1;
    for (let row = labelStart[sample]; row < labelStart[sample + 1]; row++) {
      if (!this.isOfKey(row)) continue;
      if (first >= 0) return this.ofSeveral(sample);
      first = row;
    }
    if (first < 0) return this.ofNone();
    this.matched = true;
    return this.ofOne(first);
  }

  private ofNone(): number {
    if (this.nameless < 0) this.nameless = this.locate("");
    return this.nameless;
  }

  private ofOne(row: number): number {
    const { str, num, unit } = this.profile.labels;
    if (str[row] >= 0) return remembered(this.ofText, str[row], () => this.locateRows([row]));
    const ofUnit = remembered(this.ofNumber, unit[row], () => new Map<number | bigint, number>());
    return remembered(ofUnit, num[row], () => this.locateRows([row]));
  }

  /** Texts come before numbers. If one of the numbers has a unit, all are told in the report's. */
  private ofSeveral(sample: number): number {
    const { samples, labels } = this.profile;
    const rows: number[] = [];
    for (let row = samples.labelStart[sample]; row < samples.labelStart[sample + 1]; row++) {
      if (this.isOfKey(row)) rows.push(row);
    }
    this.matched = true;
    const texts = rows.filter((row) => labels.str[row] >= 0);
    return this.locateRows([...texts, ...rows.filter((row) => labels.str[row] < 0)]);
  }

  private locateRows(rows: readonly number[]): number {
    const { labels, strings } = this.profile;
    const hasUnit = rows.some((row) => labels.str[row] < 0 && labels.unit[row] !== 0);
    const values = rows.map((row) => {
      if (labels.str[row] >= 0) return strings.get(labels.str[row]);
      const number = Number(labels.num[row]);
      return hasUnit
        ? scaledLabel(number, strings.get(labels.unit[row]), this.unit)
        : scaledLabel(number, "", "");
    });
    return this.locate(values.join(","));
  }

  private isOfKey(row: number): boolean {
    return this.keys.test(this.profile.labels.key[row]);
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
