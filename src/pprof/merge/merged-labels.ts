/** The labels of merged profiles: each that differs from the others in key, value or unit once. */
import { Int32Column } from "../../base/columns.ts";
import type { LabelTable } from "../../model/profile.ts";
import type { PooledStrings } from "../../model/string-pool.ts";
import { ValueColumnBuilder } from "../../model/value-column-builder.ts";
import { PairTable } from "../graph/pair-table.ts";

/** Numbers below are themselves in a pair; others have a place in a list. */
const MAX_SMALL = 2 ** 31 - 1;

export class MergedLabels {
  private readonly key = new Int32Column();
  private readonly str = new Int32Column();
  private readonly unit = new Int32Column();
  private readonly num: (number | bigint)[] = [];
  /** Pairs of a key, doubled or more, and of a unit; those of strings have none. */
  private readonly kinds = new PairTable();
  private readonly rows = new PairTable();
  private readonly large = new Map<number | bigint, number>();

  /** The row of label `row` of a profile. */
  find(labels: LabelTable, row: number, strings: PooledStrings): number {
    const key = strings.indexOf(labels.key[row]);
    if (labels.str[row] >= 0) return this.addText(key, strings.indexOf(labels.str[row]));
    const num = labels.num[row];
    const unit = strings.indexOf(labels.unit[row]);
    const isSmall = num >= 0 && num <= MAX_SMALL;
    const kind = this.kinds.find(key * 3 + (isSmall ? 1 : 2), unit);
    const found = this.rows.find(kind, isSmall ? Number(num) : this.placeOf(num));
    if (found === this.num.length) this.push(key, -1, num, unit);
    return found;
  }

  /** The row of a label whose key and string have these indices. */
  addText(key: number, str: number): number {
    const found = this.rows.find(this.kinds.find(key * 3, 0), str);
    if (found === this.num.length) this.push(key, str, 0, 0);
    return found;
  }

  isText(row: number): boolean {
    return this.str.data[row] >= 0;
  }

  keyOf(row: number): number {
    return this.key.data[row];
  }

  /** The labels of these rows, in this order. */
  table(rows: Int32Array): LabelTable {
    const builder = new ValueColumnBuilder();
    for (const num of this.num) builder.push(num);
    const all = builder.finish();
    const num =
      all instanceof BigInt64Array ? new BigInt64Array(rows.length) : new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) num[i] = all[rows[i]];
    return {
      length: rows.length,
      key: take(this.key.data, rows),
      str: take(this.str.data, rows),
      num,
      unit: take(this.unit.data, rows),
    };
  }

  private push(key: number, str: number, num: number | bigint, unit: number): void {
    this.key.push(key);
    this.str.push(str);
    this.num.push(num);
    this.unit.push(unit);
  }

  private placeOf(value: number | bigint): number {
    // A column of bigints may hold the same numbers as one of doubles.
    const exact = Number(value);
    const key = Number.isSafeInteger(exact) ? exact : BigInt(value);
    const known = this.large.get(key);
    if (known !== undefined) return known;
    this.large.set(key, this.large.size);
    return this.large.size - 1;
  }
}

function take(column: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = column[rows[i]];
  return taken;
}
