/** Where goroutines are, in words. */
import type { GoroutineGroup, StackFrame } from "../../model/goroutines.ts";

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
