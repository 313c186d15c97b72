/**
 * Stacks with frames around and inside them that differ from sample to sample. Samples that get the same
 * outer frames are taken together, so that their stacks share rows as before; without outer frames
 * the rows stay, and only the inner frames are added.
 */
import { Int32Column } from "../../base/columns.ts";
import type { Profile, StackTable } from "../../model/profile.ts";
import { PairTable } from "../graph/pair-table.ts";

/** Locations, one column a frame and one entry a sample; the outermost frame comes first. */
type FrameColumns = readonly Int32Array[];

export function wrapStacks(
  profile: Profile,
  outer: FrameColumns,
  inner: FrameColumns,
): Pick<Profile, "samples" | "stacks"> {
  const rows = new StackRows(profile.stacks);
  const stack =
    outer.length === 0 ? rows.keep(profile.samples.stack) : wrapOuter(profile, outer, rows);
  for (const column of inner) {
    for (let i = 0; i < stack.length; i++) stack[i] = rows.add(stack[i], column[i]);
  }
  return { samples: { ...profile.samples, stack }, stacks: rows.finish() };
}

function wrapOuter({ samples, stacks }: Profile, outer: FrameColumns, rows: StackRows): Int32Array {
  const groups = groupSamples(outer, samples.length);
  const stack = new Int32Array(samples.length);
  const rowOf = new Int32Array(stacks.length);
  /** The group + 1 that an entry of `rowOf` is for. */
  const copiedFor = new Int32Array(stacks.length);
  let root = -1;
  for (let i = 0; i < stack.length; i++) {
    const sample = groups.order[i];
    const group = groups.of[sample];
    if (i === 0 || group !== groups.of[groups.order[i - 1]]) {
      root = outer.reduce((caller, column) => rows.add(caller, column[sample]), -1);
    }
    const copies = { rowOf, copiedFor, mark: group + 1, root };
    stack[sample] = rows.copy(samples.stack[sample], copies);
  }
  return stack;
}

/** Samples by what they have in all columns, and in the order of their groups. */
function groupSamples(
  columns: FrameColumns,
  length: number,
): { of: Int32Array; order: Int32Array } {
  let of = new Int32Array(length);
  let count = 1;
  for (const column of columns) {
    const pairs = new PairTable();
    of = of.map((group, i) => pairs.find(group, column[i]));
    count = pairs.length;
  }
  const next = new Int32Array(count + 1);
  for (let i = 0; i < length; i++) next[of[i] + 1]++;
  for (let i = 1; i <= count; i++) next[i] += next[i - 1];
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[next[of[i]]++] = i;
  return { of, order };
}

/** Where the rows of one group have been copied to. */
interface Copies {
  readonly rowOf: Int32Array;
  readonly copiedFor: Int32Array;
  readonly mark: number;
  /** What the group's stacks are called from. */
  readonly root: number;
}

class StackRows {
  private readonly source: StackTable;
  private readonly prefix: Int32Column;
  private readonly location: Int32Column;
  /** Rows of the source on the way to one that has been copied. */
  private readonly path: number[] = [];

  constructor(source: StackTable) {
    this.source = source;
    this.prefix = new Int32Column(source.length);
    this.location = new Int32Column(source.length);
  }

  add(caller: number, location: number): number {
    this.location.push(location);
    return this.prefix.push(caller);
  }

  /** All rows of the source as they are, and the stacks of samples in them. */
  keep(stack: Int32Array): Int32Array {
    const { prefix, location, length } = this.source;
    for (let row = 0; row < length; row++) this.add(prefix[row], location[row]);
    return stack.slice();
  }

  /** The copy of a row of the source, made where it is not there yet. */
  copy(row: number, { rowOf, copiedFor, mark, root }: Copies): number {
    const { path, source } = this;
    let at = row;
    for (; at >= 0 && copiedFor[at] !== mark; at = source.prefix[at]) path.push(at);
    let copied = at < 0 ? root : rowOf[at];
    while (path.length > 0) {
      const next = path.pop()!;
      copied = this.add(copied, source.location[next]);
      rowOf[next] = copied;
      copiedFor[next] = mark;
    }
    return copied;
  }

  finish(): StackTable {
    const prefix = this.prefix.finish();
    return { length: prefix.length, prefix, location: this.location.finish() };
  }
}
