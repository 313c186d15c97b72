/** Goroutines as a table of stacks, like a heap profile: how many are in which call of which. */
import { packColumn } from "../../base/packed-column.ts";
import type { CodeMoment, CodeTable } from "../../model/page.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { StackTableBuilder } from "./stack-table-builder.ts";

/** null where no snapshot has goroutines. */
export function goroutineCode(snapshots: readonly Snapshot[]): CodeTable | null {
  const builder = new StackTableBuilder();
  const moments = snapshots.flatMap((snapshot) => momentOf(builder, snapshot) ?? []);
  if (moments.length === 0) return null;
  return {
    kind: "goroutine",
    values: [{ name: "goroutine", title: "goroutines", unit: "count" }],
    defaultValue: "goroutine",
    ...builder.finish(),
    moments,
  };
}

function momentOf(
  builder: StackTableBuilder,
  { name, time, goroutines }: Snapshot,
): CodeMoment | undefined {
  if (goroutines === undefined) return undefined;
  const stacks = goroutines.groups.map(({ frames }) => {
    let row = -1;
    for (const frame of frames.toReversed()) row = builder.childOf(row, builder.frameOf(frame));
    return row;
  });
  return {
    snapshot: name,
    time: time ?? null,
    stack: packColumn(stacks),
    values: [packColumn(goroutines.groups.map(({ count }) => count))],
    samples: null,
  };
}
