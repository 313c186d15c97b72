/**
 * The labels of samples as numbers: samples with the same labels have the same one. What a sample
 * has is put in the order in which it is written, strings before numbers and each by key, in which
 * the order between keys no longer matters and that within a key still does.
 */
import { Int32Column } from "../../base/columns.ts";
import type { LabelTable, Profile } from "../../model/profile.ts";
import type { PooledStrings, StringPool } from "../../model/string-pool.ts";
import { compareText } from "../graph/node-info.ts";
import { PairTable } from "../graph/pair-table.ts";
import { labelOrder } from "../label-order.ts";
import { BASE_KEY } from "../labels.ts";
import { MergedLabels } from "./merged-labels.ts";

export class LabelSets {
  private readonly labels = new MergedLabels();
  /** Set n + 1 is set `first[n]` and the label `second[n]`; set 0 is the empty one. */
  private readonly sets = new PairTable();
  /** By set: how many labels it has. */
  private readonly sizes = new Int32Column();
  private readonly pool: StringPool;
  /** By set: the one with the label of a base, or undefined where nobody asked. */
  private readonly baseSets: number[] = [];

  constructor(pool: StringPool) {
    this.pool = pool;
    this.sizes.push(0);
  }

  /** The number of the labels of each sample that is used. */
  find(profile: Profile, isUsed: Uint8Array, strings: PooledStrings, isBase: boolean): Int32Array {
    const { labelStart, length } = profile.samples;
    const sets = new Int32Array(length);
    for (let i = 0; i < length; i++) {
      if (isUsed[i] === 0) continue;
      const start = labelStart[i];
      const end = labelStart[i + 1];
      let set = 0;
      if (end - start === 1) set = this.with(0, this.labels.find(profile.labels, start, strings));
      else if (end > start) set = this.setOf(profile, start, end, strings);
      sets[i] = isBase ? this.withBase(set) : set;
    }
    return sets;
  }

  /** Labels of samples that have these sets, a sample after the other. */
  finish(sets: Int32Array): { labels: LabelTable; labelStart: Int32Array } {
    const labelStart = new Int32Array(sets.length + 1);
    const sizes = this.sizes.data;
    for (let i = 0; i < sets.length; i++) labelStart[i + 1] = labelStart[i] + sizes[sets[i]];
    const rows = new Int32Array(labelStart[sets.length]);
    const { first, second } = this.sets;
    for (let i = 0; i < sets.length; i++) {
      let at = labelStart[i + 1];
      for (let set = sets[i]; set > 0; set = first[set - 1]) rows[--at] = second[set - 1];
    }
    return { labels: this.labels.table(rows), labelStart };
  }

  private setOf(profile: Profile, start: number, end: number, strings: PooledStrings): number {
    let set = 0;
    for (const row of labelOrder(profile, start, end)) {
      set = this.with(set, this.labels.find(profile.labels, row, strings));
    }
    return set;
  }

  private with(set: number, label: number): number {
    const added = this.sets.find(set, label) + 1;
    if (added === this.sizes.length) this.sizes.push(this.sizes.data[set] + 1);
    return added;
  }

  private withBase(set: number): number {
    this.baseSets[set] ??= this.addBase(set);
    return this.baseSets[set]!;
  }

  /** The label takes the place of what the sample had under the same key. */
  private addBase(set: number): number {
    const { labels, pool } = this;
    const base = labels.addText(pool.addText(BASE_KEY), pool.addText("true"));
    const others = this.labelsOf(set).filter(
      (label) => !labels.isText(label) || labels.keyOf(label) !== labels.keyOf(base),
    );
    const isBehind = (label: number) =>
      !labels.isText(label) || compareText(pool.textAt(labels.keyOf(label)), BASE_KEY) > 0;
    const found = others.findIndex(isBehind);
    others.splice(found < 0 ? others.length : found, 0, base);
    return others.reduce((shorter, label) => this.with(shorter, label), 0);
  }

  private labelsOf(set: number): number[] {
    const labels: number[] = [];
    for (let at = set; at > 0; at = this.sets.first[at - 1]) labels.push(this.sets.second[at - 1]);
    return labels.reverse();
  }
}
