/**
 * Checks the string indices of the tables, which can't be done before the string table is
 * complete: encoders write it last. The place of a wrong one is looked up again in the input.
 */
import type { Profile } from "../../model/profile.ts";
import { offsetOf } from "../wire/message-path.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import { PROFILE_SCHEMA } from "./pprof-schema.ts";

type Tables = Pick<Profile, "samples" | "labels" | "functions" | "mappings" | "strings">;

/** What is known of the strings of labels without looking at each. */
export interface LabelStrings {
  /** The largest index in any label. */
  readonly maxString: number;
  /** Of the labels that have no row, the largest key and the offset where it stands. */
  readonly emptyLabel: { readonly key: number; readonly offset: number };
}

/**
 * Fails with a DecodeError that names the field. There may be millions of labels, so they are only
 * looked at where one is wrong.
 */
export function checkStrings(
  reader: WireReader,
  tables: Tables,
  { maxString, emptyLabel }: LabelStrings,
): void {
  const { labels, functions, mappings, strings } = tables;
  const check = (column: Int32Array, path: (row: number) => readonly (string | number)[]) => {
    const row = firstNotBelow(column, strings.length);
    if (row < 0) return;
    const offset = offsetOf(reader.bytes, path(row), PROFILE_SCHEMA);
    throw wrongIndex(reader, offset, column[row], strings.length);
  };
  const ofLabel = (field: string) => (row: number) => labelPath(tables, row, field);
  check(functions.name, (row) => ["function", row, "name"]);
  check(functions.systemName, (row) => ["function", row, "system_name"]);
  check(functions.filename, (row) => ["function", row, "filename"]);
  check(mappings.filename, (row) => ["mapping", row, "filename"]);
  check(mappings.buildId, (row) => ["mapping", row, "build_id"]);
  if (emptyLabel.key >= strings.length) {
    throw wrongIndex(reader, emptyLabel.offset, emptyLabel.key, strings.length);
  }
  if (maxString < strings.length) return;
  check(labels.key, ofLabel("key"));
  check(labels.str, ofLabel("str"));
  check(labels.unit, ofLabel("num_unit"));
}

function wrongIndex(reader: WireReader, offset: number, index: number, length: number) {
  return reader.problem(offset, `the index of one of ${length} strings`, `${index}`);
}

function firstNotBelow(column: Int32Array, end: number): number {
  for (let row = 0; row < column.length; row++) if (column[row] >= end) return row;
  return -1;
}

function labelPath({ samples }: Tables, row: number, field: string): (string | number)[] {
  let sample = 0;
  while (samples.labelStart[sample + 1] <= row) sample++;
  return ["sample", sample, "label", row - samples.labelStart[sample], field];
}
