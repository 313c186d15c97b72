/** Which of a heap profile's four values is meant: flags named as pprof's, so that fingers need not learn. */
import type { Command } from "commander";
import type { HeapValueName } from "../../model/results.ts";
import { usageError } from "./values.ts";

export const HEAP_VALUES: readonly (readonly [HeapValueName, string])[] = [
  ["inuse_space", "bytes of live objects (this unless told otherwise)"],
  ["inuse_objects", "number of live objects"],
  ["alloc_space", "bytes allocated since the start"],
  ["alloc_objects", "objects allocated since the start"],
];

export function addHeapValueOptions(command: Command): Command {
  command.optionsGroup("What to count:");
  for (const [value, what] of HEAP_VALUES) command.option(`--${value}`, what);
  return command;
}

export function heapValueOf(flags: Readonly<Record<string, unknown>>): HeapValueName {
  const given = HEAP_VALUES.map(([value]) => value).filter((value) => flags[value] === true);
  if (given.length > 1) {
    throw usageError(
      `${given.map((value) => `-${value}`).join(" and ")} exclude each other`,
      "Give one of them.",
    );
  }
  return given[0] ?? "inuse_space";
}
