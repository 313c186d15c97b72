/** A table of stacks from text: `main.a main.b 8` is 8 in main.b called from main.a. */

import { StackTableBuilder } from "../../../src/analyze/page/stack-table-builder.ts";
import { packColumn } from "../../../src/base/packed-column.ts";
import {
  type BuiltTree,
  buildCallTree,
  type TreeOptions,
} from "../../../src/web/code/tree/build-call-tree.ts";
import { type CodeModel, unpackCode } from "../../../src/web/code/tree/code-model.ts";
import { matchFrames, parsePattern } from "../../../src/web/code/tree/match-frames.ts";
import { type SampleRows, sampleRows } from "../../../src/web/code/tree/sample-rows.ts";
import { viewFrames } from "../../../src/web/code/tree/view-frames.ts";

/** One moment a text. */
export function codeOf(...texts: readonly string[]): CodeModel {
  const builder = new StackTableBuilder();
  const moments = texts.map((text, i) => {
    const stacks: number[] = [];
    const values: number[] = [];
    for (const line of text
      .trim()
      .split("\n")
      .filter((one) => one.trim() !== "")) {
      const words = line.trim().split(/\s+/);
      values.push(Number(words.pop()));
      stacks.push(
        words.reduce((row, word) => builder.childOf(row, builder.frameOf(placeOf(word))), -1),
      );
    }
    return {
      snapshot: `000${i + 1}`,
      time: null,
      stack: packColumn(stacks),
      values: [packColumn(values)],
      samples: null,
    };
  });
  return unpackCode({
    kind: "profile",
    values: [{ name: "space", title: "space", unit: "bytes" }],
    defaultValue: "space",
    ...builder.finish(),
    moments,
  });
}

/** `main.a:3` is line 3 of it. */
function placeOf(word: string) {
  const [name, line = "0"] = word.split(":");
  return { function: name!, file: "main.go", line: Number(line) };
}

export function rowsOf(model: CodeModel, moment = 0): SampleRows {
  return sampleRows(model, model.moments[moment]!, model.values[0]!.name)!;
}

interface Choices {
  readonly isInverted?: boolean;
  readonly focus?: string;
  readonly hide?: string;
  readonly byLine?: boolean;
  readonly base?: number;
}

export function treeOf(model: CodeModel, choices: Choices = {}): BuiltTree {
  const frames = viewFrames(model, choices.byLine ?? false);
  const match = (text = "") => matchFrames(model, frames, parsePattern(text));
  const options: TreeOptions = {
    isInverted: choices.isInverted ?? false,
    focus: match(choices.focus),
    hide: match(choices.hide),
  };
  const base = choices.base === undefined ? null : rowsOf(model, choices.base);
  const moment = choices.base === undefined ? 0 : 1;
  return buildCallTree(model, frames, rowsOf(model, moment), base, options);
}

/** `main.a 10 (self 2)`, indented by depth; with a base `main.a 10 was 4`. */
export function printTree(model: CodeModel, { tree, frames }: BuiltTree): string[] {
  return Array.from({ length: tree.length }, (_, node) => {
    const frame = tree.frame[node]!;
    const place = frame < 0 ? -1 : frames.frameOf[frame]!;
    const name = place < 0 ? "all" : model.frames.name[place]!;
    const self = tree.self[node] === 0 ? "" : ` (self ${tree.self[node]})`;
    const base = tree.base === null ? "" : ` was ${tree.base[node]}`;
    return `${"  ".repeat(tree.depth[node]!)}${name} ${tree.total[node]}${self}${base}`;
  });
}
