/** The goroutines of one look as the profile that told of them. */
import type { GoroutineGroup, Goroutines, StackFrame } from "../../model/goroutines.ts";
import type { Levels, StackDictionary } from "../store.ts";
import { framesOfStack } from "./used-stacks.ts";

export function goroutinesAt(dictionary: StackDictionary, { ids, counts }: Levels): Goroutines {
  const groups = Array.from(ids, (id, row) => groupOf(dictionary, id, counts[row]));
  groups.sort((a, b) => b.count - a.count);
  return {
    source: groups.some(({ state }) => state !== undefined)
      ? "goroutine?debug=2"
      : "goroutine?debug=1",
    total: counts.reduce((sum, count) => sum + count, 0),
    groups,
    truncated: false,
  };
}

export function groupOf(dictionary: StackDictionary, id: number, count: number): GoroutineGroup {
  const state = dictionary.goroutineState(id);
  const creator = dictionary.goroutineCreator[id];
  return {
    count,
    frames: framesOfStack(dictionary, dictionary.goroutineStack[id]).map(
      ([name, file, line]): StackFrame => ({ function: name, file, line }),
    ),
    ...(state === "" ? {} : { state }),
    ...(creator < 0 ? {} : { createdBy: placeOf(dictionary, creator) }),
  };
}

function placeOf(dictionary: StackDictionary, frame: number): StackFrame {
  return {
    function: dictionary.frameName(frame),
    file: dictionary.frameFile(frame),
    line: dictionary.frameLine[frame],
  };
}
