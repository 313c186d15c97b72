/** Which of a heap profile's four values is meant: flags named as pprof's, so that fingers need not learn. */
import type { Command } from "commander";
import type { HeapValueName } from "../../model/results.ts";
import { usageError } from "./values.ts";

const HEAP_VALUES: readonly (readonly [HeapValueName, string])[] = [
  ["inuse_space", "bytes of live objects (this unless told otherwise)"],
  ["inuse_objects", "number of live objects"],
  ["alloc_space", "bytes allocated since the start"],
  ["alloc_objects", "objects allocated since the start"],
];

export type HeapValueFlags = { readonly [Value in HeapValueName]?: boolean };

export function addHeapValueOptions(command: Command): Command {
  command.optionsGroup("What to count (one dash will do):");
  for (const [value, what] of HEAP_VALUES) command.option(`--${value}`, what);
  return command;
}

export function heapValueOf(flags: HeapValueFlags): HeapValueName {
  const given = HEAP_VALUES.map(([value]) => value).filter((value) => flags[value] === true);
  if (given.length > 1) {
    const both = given.map((value) => `-${value}`).join(" and ");
    throw usageError(`${both} exclude each other`, "Give one of them.");
  }
  return given[0] ?? "inuse_space";
}
