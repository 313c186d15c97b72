/**
 * The part of the dictionary that an answer needs: some stacks with all their callers. Stacks are
 * each there once, so they are numbered anew in their order and nothing is looked up.
 */
import type { StackDictionary } from "../store.ts";

export interface UsedStacks {
  /** Rows of the dictionary, callers first. */
  readonly stacks: Int32Array;
  /** By row of the dictionary: the number among `stacks`; -1 where it is not used. */
  readonly rowOf: Int32Array;
}

/**
 * @param leafOf of the dictionary, by id: `siteStack` or `goroutineStack`
 * @param lists ids whose stacks are used
 */
export function usedStacks(
  { stackCount, stackPrefix }: StackDictionary,
  leafOf: Int32Array,
  lists: readonly Int32Array[],
): UsedStacks {
  const rowOf = new Int32Array(stackCount).fill(-1);
  for (const ids of lists) for (const id of ids) if (leafOf[id] >= 0) rowOf[leafOf[id]] = 0;
  let count = 0;
  for (let stack = stackCount - 1; stack >= 0; stack--) {
    if (rowOf[stack] < 0) continue;
    count++;
    if (stackPrefix[stack] >= 0) rowOf[stackPrefix[stack]] = 0;
  }
  const stacks = new Int32Array(count);
  for (let stack = 0, row = 0; stack < stackCount; stack++) {
    if (rowOf[stack] < 0) continue;
    stacks[row] = stack;
    rowOf[stack] = row++;
  }
  return { stacks, rowOf };
}

/** The frames of these stacks, in the order in which they are first seen. */
export function distinctFrames(
  { frameCount, stackFrame }: StackDictionary,
  stacks: Int32Array,
): { readonly used: readonly number[]; readonly rowOf: Int32Array } {
  const rowOf = new Int32Array(frameCount).fill(-1);
  const used: number[] = [];
  for (const stack of stacks) {
    const frame = stackFrame[stack];
    if (rowOf[frame] < 0) rowOf[frame] = used.push(frame) - 1;
  }
  return { used, rowOf };
}

/** Function, file and line of a stack of the dictionary, innermost first. */
export function framesOfStack(
  dictionary: StackDictionary,
  stack: number,
): (readonly [string, string, number])[] {
  const { stackFrame, stackPrefix, frameLine } = dictionary;
  const frames: (readonly [string, string, number])[] = [];
  for (let row = stack; row >= 0; row = stackPrefix[row]) {
    const frame = stackFrame[row];
    frames.push([dictionary.frameName(frame), dictionary.frameFile(frame), frameLine[frame]]);
  }
  return frames;
}
