/** Rows of the dictionary's tables that something refers to, by their numbers. */
import type { Dictionary } from "../../dictionary/dictionary.ts";
import { idsOfAdditions, idsOfDifference } from "../../lists/list-codec.ts";
import type { DictionaryTable } from "./append-dictionary.ts";

export const DICTIONARY_TABLES: readonly DictionaryTable[] = [
  "site",
  "goroutine_group",
  "stack",
  "frame",
  "string",
];

/** 1: referred to. */
export type RowMarks = Readonly<Record<DictionaryTable, Uint8Array>>;

/** None yet, of all rows that there are now. */
export function rowMarks(dictionary: Dictionary): RowMarks {
  const { siteCount, goroutineCount, stackCount, frameCount, strings } = dictionary;
  return {
    site: new Uint8Array(siteCount),
    goroutine_group: new Uint8Array(goroutineCount),
    stack: new Uint8Array(stackCount),
    frame: new Uint8Array(frameCount),
    string: new Uint8Array(strings.length),
  };
}

/** What the marked sites and groups refer to: stacks with all their callers, frames, texts. */
export function markReferred(d: Dictionary, marks: RowMarks): void {
  const { site, goroutine_group: group, stack, frame, string } = marks;
  const mark = (column: Uint8Array, row: number) => {
    if (row >= 0) column[row] = 1;
  };
  for (let id = 0; id < site.length; id++) if (site[id] === 1) mark(stack, d.siteStack[id]);
  for (let id = 0; id < group.length; id++) {
    if (group[id] === 0) continue;
    mark(stack, d.goroutineStack[id]);
    mark(frame, d.goroutineCreator[id]);
    mark(string, d.groupStates.data[id]);
  }
  // A caller has the smaller number.
  for (let id = stack.length - 1; id >= 0; id--) {
    if (stack[id] === 0) continue;
    mark(stack, d.stackPrefix[id]);
    mark(frame, d.stackFrame[id]);
  }
  for (let id = 0; id < frame.length; id++) {
    if (frame[id] === 0) continue;
    mark(string, d.frameNames.data[id]);
    mark(string, d.frameFiles.data[id]);
  }
}

/** What one scrape refers to by itself; all else of its lists the scrapes before it in its chain do. */
export function markLists(
  marks: RowMarks,
  lists: Readonly<Record<"heap" | "groups" | "added", Uint8Array | null>>,
): void {
  const { heap, groups, added } = lists;
  if (heap !== null) for (const site of idsOfDifference(heap)) marks.site[site] = 1;
  if (added !== null) for (const site of idsOfAdditions(added)) marks.site[site] = 1;
  if (groups !== null) for (const id of idsOfDifference(groups)) marks.goroutine_group[id] = 1;
}
