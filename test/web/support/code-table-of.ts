/** A table of one sample: a stack of functions with these names. */
import { StackTableBuilder } from "../../../src/analyze/page/stack-table-builder.ts";
import { packColumn } from "../../../src/base/packed-column.ts";
import type { CodeTable } from "../../../src/model/page.ts";

export function codeTableOf(names: readonly string[]): CodeTable {
  const builder = new StackTableBuilder();
  const place = (name: string) => builder.frameOf({ function: name, file: `${name}.go`, line: 1 });
  const stack = names.reduce((row, name) => builder.childOf(row, place(name)), -1);
  return {
    kind: "profile",
    values: [{ name: "samples", title: "samples", unit: "count" }],
    defaultValue: "samples",
    ...builder.finish(),
    moments: [
      {
        snapshot: "0001",
        time: null,
        stack: packColumn([stack]),
        values: [packColumn([7])],
        samples: null,
      },
    ],
  };
}
