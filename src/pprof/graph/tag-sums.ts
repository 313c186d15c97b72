/** Sums by node and tag, by way of sums by group of stacks and tag, which are far fewer adds. */
import type { ValueColumn } from "../../model/profile.ts";
import type { Int64 } from "../measure/int64.ts";
import { PairTable } from "./pair-table.ts";
import { type ExactParts, exactParts } from "./sample-values.ts";
import type { StackSets } from "./stack-sets.ts";

export interface TagSum {
  readonly node: number;
  readonly tag: number;
  readonly flat: Int64;
  readonly flatDiv: Int64;
  readonly cum: Int64;
  readonly cumDiv: Int64;
  /** The first label row that the node has the tag from. */
  readonly firstRow: number;
}

export class TagSums {
  private readonly sets: StackSets;
  private readonly values: ExactParts;
  private readonly divisors: ExactParts | undefined;
  private readonly columns: readonly Float64Array[];
  /** By group and tag: a sum a column, and the first row. */
  private readonly pairs = new PairTable();
  private readonly sums: number[][];
  private readonly firstRows: number[] = [];

  constructor(sets: StackSets, values: ValueColumn, divisors?: ValueColumn) {
    this.sets = sets;
    this.values = exactParts(values);
    this.divisors = divisors === undefined ? undefined : exactParts(divisors);
    this.columns = [...this.values.parts, ...(this.divisors?.parts ?? [])];
    this.sums = this.columns.map(() => []);
  }

  isLive(sample: number): boolean {
    return this.columns.some((column) => column[sample] !== 0);
  }

  /** Adds the sample's value to the tag; rows ascend from call to call. */
  add(sample: number, stack: number, tag: number, row: number): void {
    const pair = this.pairs.find(this.sets.ofStack[stack], tag);
    if (pair === this.firstRows.length) {
      this.firstRows.push(row);
      for (const sums of this.sums) sums.push(0);
    }
    for (let i = 0; i < this.columns.length; i++) this.sums[i]![pair]! += this.columns[i]![sample];
  }

  byNode(): TagSum[] {
    const nodes = new PairTable();
    const flat: number[][] = this.columns.map(() => []);
    const cum: number[][] = this.columns.map(() => []);
    const firstRows: number[] = [];
    for (let pair = 0; pair < this.pairs.length; pair++) {
      const group = this.pairs.first[pair];
      const leaf = this.sets.leafOf(group);
      for (const node of this.sets.nodesOf(group)) {
        const at = nodes.find(node, this.pairs.second[pair]);
        const row = this.firstRows[pair]!;
        firstRows[at] = Math.min(firstRows[at] ?? row, row);
        this.columns.forEach((_, i) => {
          const sum = this.sums[i]![pair]!;
          cum[i]![at] = (cum[i]![at] ?? 0) + sum;
          flat[i]![at] = (flat[i]![at] ?? 0) + (node === leaf ? sum : 0);
        });
      }
    }
    return firstRows.map((firstRow, at) => ({
      node: nodes.first[at],
      tag: nodes.second[at],
      ...this.combine(at, flat, cum),
      firstRow,
    }));
  }

  private combine(
    at: number,
    flat: readonly number[][],
    cum: readonly number[][],
  ): Pick<TagSum, "flat" | "flatDiv" | "cum" | "cumDiv"> {
    const width = this.values.parts.length;
    const of = (sums: readonly number[][]) => sums.map((column) => column[at]!);
    return {
      flat: this.values.combine(of(flat).slice(0, width)),
      cum: this.values.combine(of(cum).slice(0, width)),
      flatDiv: this.divisors?.combine(of(flat).slice(width)) ?? 0,
      cumDiv: this.divisors?.combine(of(cum).slice(width)) ?? 0,
    };
  }
}
