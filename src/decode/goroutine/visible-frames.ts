/**
 * Which frames of a stack are shown. The profile has the whole stack, its text hides the runtime's
 * own frames at the leaf, and the dump hides them at the root too. A stack is brought to the
 * dump's form, so that the same goroutines have the same frames in all three.
 */
import type { StackFrame } from "../../model/goroutines.ts";

/** Innermost first. A stack of nothing but runtime frames is the runtime's, and kept whole. */
export function visibleFrames(frames: readonly StackFrame[]): readonly StackFrame[] {
  let start = 0;
  let end = frames.length;
  while (start < end && isRuntime(frames[start]!.function)) start++;
  while (end > start && isHiddenRoot(frames[end - 1]!.function)) end--;
  if (start < end) return frames.slice(start, end);
  return frames.filter((frame) => frame.function !== "runtime.goexit");
}

/** Which goroutine runs finalizers, nothing else tells: what it is in would look like any other. */
const FINALIZER_RUNNER = /^runtime\.(runfinq|runFinalizers)$/;

function isHiddenRoot(name: string): boolean {
  return isRuntime(name) && !FINALIZER_RUNNER.test(name);
}

function isRuntime(name: string): boolean {
  return name.startsWith("runtime.") || name.startsWith("internal/runtime/");
}
