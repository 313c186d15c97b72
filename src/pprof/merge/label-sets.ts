/**
 * The labels of samples as numbers: samples with the same labels have the same one. What a sample
 * has is put in the order in which it is written, strings before numbers and each by key, in which
 * the order between keys no longer matters and that within a key still does.
 */
import { Int32Column } from "../../base/columns.ts";
import type { LabelTable, Profile } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import { ValueColumnBuilder } from "../../model/value-column-builder.ts";
import { PairTable } from "../graph/pair-table.ts";
import { labelOrder } from "../label-order.ts";

/** A label of the result. */
interface Label {
  readonly key: number;
  /** -1 of a number. */
  readonly str: number;
  readonly num: number | bigint;
  readonly unit: number;
}

export class LabelSets {
  /** Pairs of a key and a string, or of a key and a unit: twice each, then told apart by a bit. */
  private readonly kinds = new PairTable();
  private readonly labels = new PairTable();
  private readonly figures = new Map<number | bigint, number>();
  /** By row of `labels`. */
  private readonly content: Label[] = [];
  /** Set n + 1 is set `first[n]` and the label `second[n]`; set 0 is the empty one. */
  private readonly sets = new PairTable();
  /** By set: how many labels it has. */
  private readonly sizes = new Int32Column();

  constructor() {
    this.sizes.push(0);
  }

  /** The number of the labels in rows start to end of a profile. */
  find(profile: Profile, start: number, end: number, strings: PooledStrings): number {
    if (end === start) return 0;
    if (end - start === 1) return this.with(0, this.labelOf(profile.labels, start, strings));
    let set = 0;
    for (const row of labelOrder(profile, start, end)) {
      set = this.with(set, this.labelOf(profile.labels, row, strings));
    }
    return set;
  }

  /** Labels of samples that have these sets, a sample after the other. */
  finish(sets: Int32Array): { labels: LabelTable; labelStart: Int32Array } {
    const labelStart = new Int32Array(sets.length + 1);
    const sizes = this.sizes.data;
    for (let i = 0; i < sets.length; i++) labelStart[i + 1] = labelStart[i] + sizes[sets[i]];
    const length = labelStart[sets.length];
    const rows = new Int32Array(length);
    for (let i = 0; i < sets.length; i++) {
      let at = labelStart[i + 1];
      for (let set = sets[i]; set > 0; set = this.sets.first[set - 1]) {
        rows[--at] = this.sets.second[set - 1];
      }
    }
    return { labels: this.table(rows), labelStart };
  }

  private with(set: number, label: number): number {
    const added = this.sets.find(set, label) + 1;
    if (added === this.sizes.length) this.sizes.push(this.sizes.data[set] + 1);
    return added;
  }

  private labelOf(labels: LabelTable, row: number, strings: PooledStrings): number {
    const key = strings.indexOf(labels.key[row]);
    const isText = labels.str[row] >= 0;
    if (isText) {
      const str = strings.indexOf(labels.str[row]);
      return this.label(this.kinds.find(key * 2, 0), str, { key, str, num: 0, unit: 0 });
    }
    const num = labels.num[row];
    const unit = strings.indexOf(labels.unit[row]);
    const kind = this.kinds.find(key * 2 + 1, unit);
    return this.label(kind, this.figureOf(num), { key, str: -1, num, unit });
  }

  private label(kind: number, value: number, content: Label): number {
    const row = this.labels.find(kind, value);
    if (row === this.content.length) this.content.push(content);
    return row;
  }

  private figureOf(value: number | bigint): number {
    // A column of bigints may hold the same numbers as one of doubles.
    const exact = Number(value);
    const key = Number.isSafeInteger(exact) ? exact : value;
    const known = this.figures.get(key);
    if (known !== undefined) return known;
    this.figures.set(key, this.figures.size);
    return this.figures.size - 1;
  }

  private table(rows: Int32Array): LabelTable {
    const { content } = this;
    const num = new ValueColumnBuilder();
    const key = new Int32Array(rows.length);
    const str = new Int32Array(rows.length);
    const unit = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const label = content[rows[i]]!;
      key[i] = label.key;
      str[i] = label.str;
      unit[i] = label.unit;
      num.push(label.num);
    }
    return { length: rows.length, key, str, num: num.finish(), unit };
  }
}
