/** Where goroutines are, in words. */
import type { GoroutineGroup, Goroutines, StackFrame } from "../../model/goroutines.ts";

/** Innermost frame that is not the runtime's: where they wait. */
export function waitingAt(group: GoroutineGroup): StackFrame | undefined {
  return (
    group.frames.find((frame) => !/^(runtime|internal|sync)[./]/.test(frame.function)) ??
    group.frames[0]
  );
}

export function describeFrame(frame: StackFrame | undefined): string {
  if (frame === undefined) return "one place";
  return `${frame.file.slice(frame.file.lastIndexOf("/") + 1)}:${frame.line} (${frame.function})`;
}

/** One group a stack: the dump tells states and creators apart, but they wait at one place. */
export function mergeStacks(goroutines: Goroutines): GoroutineGroup[] {
  const merged = new Map<string, GoroutineGroup>();
  for (const group of goroutines.groups) {
    const known = merged.get(stackKey(group));
    const count = group.count + (known?.count ?? 0);
    merged.set(stackKey(group), { ...(known ?? group), count });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}

/**
 * Profiles up to Go 1.22 cut stacks at 32 frames, the dump only in the middle of 100; and of the
 * snapshots of a series only the last has a dump.
 */
const KEY_FRAMES = 20;

/** Same stack, as far as every source tells it, same pile; states of one stack are summed. */
export function stackKey(group: GoroutineGroup): string {
  const frames = group.frames.slice(0, KEY_FRAMES);
  return frames.map((frame) => `${frame.function}:${frame.line}`).join("\n");
}

/** A place without what a frame has besides. */
export function placeOf({ function: name, file, line }: StackFrame): StackFrame {
  return { function: name, file, line };
}
