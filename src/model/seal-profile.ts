/**
 * The last step of building a profile: checks every index and freezes the tables. After it, code
 * that walks the columns needs no bounds checks of its own.
 *
 * A decoder reports what is wrong with its input before it comes here, with the place in the file;
 * what this finds is a mistake in the code that built the columns, so it throws a plain Error.
 */
import type { Profile } from "./profile.ts";

export function sealProfile(profile: Profile): Profile {
  checkLengths(profile);
  checkStacks(profile);
  checkIndices(profile);
  for (const table of Object.values(profile)) Object.freeze(table);
  Object.freeze(profile.samples.values);
  return Object.freeze(profile);
}

function checkLengths(profile: Profile): void {
  const { samples, labels, locations, lines } = profile;
  check(samples.values.length === profile.valueTypes.length, "a column for each value type");
  for (const column of samples.values) check(column.length === samples.length, "a value a sample");
  check(samples.stack.length === samples.length, "a stack a sample");
  checkStarts("samples.labelStart", samples.labelStart, samples.length, labels.length);
  checkStarts("locations.lineStart", locations.lineStart, locations.length, lines.length);
}

/** CSR row starts: one more than rows, never falling, from 0 to the number of entries. */
function checkStarts(name: string, starts: Int32Array, rows: number, entries: number): void {
  check(starts.length === rows + 1, `${name} has one entry more than rows`);
  check(starts[0] === 0 && starts[rows] === entries, `${name} spans its entries`);
  for (let row = 0; row < rows; row++) {
    if (starts[row] > starts[row + 1]) throw invalid(`${name}[${row + 1}] falls`);
  }
}

function checkStacks({ stacks }: Profile): void {
  const { prefix, length } = stacks;
  check(prefix.length === length && stacks.location.length === length, "stack columns' lengths");
  for (let row = 0; row < length; row++) {
    if (prefix[row] >= row || prefix[row] < -1) throw invalid(`the prefix of stack ${row}`);
  }
}

function checkIndices(profile: Profile): void {
  const { samples, labels, stacks, locations, lines, functions, mappings, strings } = profile;
  checkRange("samples.stack", samples.stack, -1, stacks.length);
  checkRange("stacks.location", stacks.location, 0, locations.length);
  checkRange("locations.mapping", locations.mapping, -1, mappings.length);
  checkRange("lines.func", lines.func, -1, functions.length);
  checkRange("labels.key", labels.key, 0, strings.length);
  checkRange("labels.str", labels.str, -1, strings.length);
  checkRange("labels.unit", labels.unit, 0, strings.length);
  checkRange("functions.name", functions.name, 0, strings.length);
  checkRange("functions.systemName", functions.systemName, 0, strings.length);
  checkRange("functions.filename", functions.filename, 0, strings.length);
  checkRange("mappings.filename", mappings.filename, 0, strings.length);
  checkRange("mappings.buildId", mappings.buildId, 0, strings.length);
  check(strings.length > 0 && strings.get(0) === "", "string 0 is empty");
}

function checkRange(name: string, column: Int32Array, least: number, end: number): void {
  for (let row = 0; row < column.length; row++) {
    if (column[row] < least || column[row] >= end) throw invalid(`${name}[${row}]`);
  }
}

function check(holds: boolean, what: string): void {
  if (!holds) throw invalid(what);
}

function invalid(what: string): Error {
  return new Error(`invalid profile: ${what}`);
}
