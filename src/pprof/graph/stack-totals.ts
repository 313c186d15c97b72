/** What the samples of each stack add up to: of the stack itself, and of it and all below it. */
import type { Profile, ValueColumn } from "../../model/profile.ts";
import type { Int64 } from "../measure/int64.ts";
import { exactParts } from "./sample-values.ts";
import { walkStacks } from "./stack-walk.ts";

/** By row of the stack table. */
export interface StackTotals {
  readonly own: Float64Array;
  readonly total: Float64Array;
}

/** A column of values in parts whose sums are exact; see sample-values.ts. */
export interface ColumnTotals {
  readonly parts: readonly StackTotals[];
  combine(sums: readonly number[]): Int64;
}

export function columnTotals(profile: Profile, column: ValueColumn): ColumnTotals {
  const { parts, combine } = exactParts(column);
  return { parts: parts.map((values) => stackTotals(profile, values)), combine };
}

/** The stacks that any sample with a value has or passes through, in the order of a walk. */
export function liveStacks(
  profile: Profile,
  columns: readonly ValueColumn[],
  totals: readonly ColumnTotals[],
): Int32Array {
  const { prefix } = profile.stacks;
  const [only, ...others] = totals.flatMap(({ parts }) => parts);
  // Sums of what is never negative are 0 only where there is nothing.
  const isPlain = only !== undefined && others.length === 0 && isPositive(columns[0]!);
  return walkStacks(prefix, isPlain ? only.total : liveRows(profile, columns));
}

function stackTotals({ samples, stacks }: Profile, values: Float64Array): StackTotals {
  const own = new Float64Array(stacks.length);
  for (let i = 0; i < samples.length; i++) {
    if (samples.stack[i] >= 0) own[samples.stack[i]] += values[i];
  }
  const total = own.slice();
  // Callers come before callees, so that one pass backward adds every subtree up.
  for (let row = own.length - 1; row >= 0; row--) {
    if (stacks.prefix[row] >= 0) total[stacks.prefix[row]] += total[row];
  }
  return { own, total };
}

function isPositive(column: ValueColumn): boolean {
  for (let i = 0; i < column.length; i++) if (column[i] < 0) return false;
  return true;
}

function liveRows({ samples, stacks }: Profile, columns: readonly ValueColumn[]): Uint8Array {
  const isLive = new Uint8Array(stacks.length);
  for (const column of columns) {
    for (let i = 0; i < samples.length; i++) {
      if (samples.stack[i] >= 0 && Number(column[i]) !== 0) isLive[samples.stack[i]] = 1;
    }
  }
  for (let row = stacks.length - 1; row >= 0; row--) {
    if (isLive[row] === 1 && stacks.prefix[row] >= 0) isLive[stacks.prefix[row]] = 1;
  }
  return isLive;
}
