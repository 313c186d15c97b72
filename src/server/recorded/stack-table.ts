/** Some stacks of the dictionary as a table of the page: each function, file and line once. */
import { packColumn } from "../../base/packed-column.ts";
import type { CodeTable } from "../../model/page.ts";
import { distinctFrames, type UsedStacks } from "../../store/profiles/used-stacks.ts";
import type { StackDictionary } from "../../store/store.ts";

export function stackTable(
  dictionary: StackDictionary,
  { stacks, rowOf }: UsedStacks,
): Pick<CodeTable, "strings" | "frames" | "stacks"> {
  const strings = new Map<string, number>();
  const stringOf = (text: string) => {
    const row = strings.get(text) ?? strings.size;
    strings.set(text, row);
    return row;
  };
  const { stackFrame, stackPrefix, frameLine } = dictionary;
  const frames = distinctFrames(dictionary, stacks);
  return {
    frames: {
      name: packColumn(frames.used.map((frame) => stringOf(dictionary.frameName(frame)))),
      file: packColumn(frames.used.map((frame) => stringOf(dictionary.frameFile(frame)))),
      line: packColumn(frames.used.map((frame) => frameLine[frame])),
    },
    stacks: {
      prefix: packColumn(
        stacks.map((stack) => (stackPrefix[stack] < 0 ? -1 : rowOf[stackPrefix[stack]])),
      ),
      frame: packColumn(stacks.map((stack) => frames.rowOf[stackFrame[stack]])),
    },
    strings: [...strings.keys()],
  };
}
