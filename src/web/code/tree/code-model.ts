/** A table of stacks as the page got it, unpacked into typed columns. */
import { unpackColumn } from "../../../base/packed-column.ts";
import type { CodeMoment, CodeTable, CodeValue, HeapSampleTable } from "../../../model/page.ts";

/** Places in the code, one row each. */
export interface FrameColumns {
  readonly length: number;
  readonly name: readonly string[];
  readonly file: readonly string[];
  readonly line: Float64Array;
}

export interface CodeModel {
  readonly kind: CodeTable["kind"];
  readonly values: readonly CodeValue[];
  readonly defaultValue: string;
  readonly frames: FrameColumns;
  /** Callers before callees; -1: nobody called it. */
  readonly prefix: Int32Array;
  readonly frame: Int32Array;
  readonly moments: readonly MomentModel[];
}

export interface MomentModel {
  readonly snapshot: string;
  readonly time: number | null;
  readonly stack: Int32Array;
  readonly values: readonly Float64Array[] | null;
  readonly samples: HeapSamplesModel | null;
}

export interface HeapSamplesModel {
  readonly rate: number;
  readonly law: HeapSampleTable["law"];
  readonly inuse: ObjectColumns | null;
  readonly alloc: ObjectColumns | null;
}

export interface ObjectColumns {
  readonly size: Float64Array;
  readonly count: Float64Array;
}

export function unpackCode(table: CodeTable): CodeModel {
  const text = (column: string) =>
    Array.from(unpackColumn(column), (index) => table.strings[index] ?? "");
  const line = unpackColumn(table.frames.line);
  return {
    kind: table.kind,
    values: table.values,
    defaultValue: table.defaultValue,
    frames: {
      length: line.length,
      name: text(table.frames.name),
      file: text(table.frames.file),
      line,
    },
    prefix: integers(table.stacks.prefix),
    frame: integers(table.stacks.frame),
    moments: table.moments.map(unpackMoment),
  };
}

function unpackMoment({ snapshot, time, stack, values, samples }: CodeMoment): MomentModel {
  return {
    snapshot,
    time,
    stack: integers(stack),
    values: values?.map(unpackColumn) ?? null,
    samples:
      samples === null
        ? null
        : { ...samples, inuse: unpackObjects(samples.inuse), alloc: unpackObjects(samples.alloc) },
  };
}

function unpackObjects(objects: HeapSampleTable["inuse"]): ObjectColumns | null {
  if (objects === null) return null;
  return { size: unpackColumn(objects.size), count: unpackColumn(objects.count) };
}

function integers(column: string): Int32Array {
  return Int32Array.from(unpackColumn(column));
}
