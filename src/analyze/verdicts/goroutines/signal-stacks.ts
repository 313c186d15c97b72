/**
 * Of what Go counts as stacks, those of OS threads: on Linux each thread that runs Go code has one for
 * signals, which no goroutine uses. Threads of C that never call Go have none, so it is an upper bound.
 */
import { KiB } from "../../../base/units.ts";
import type { VerdictContext } from "../rule/context.ts";

/** runtime/os_linux.go, mpreinit: the same in all versions. */
const SIGNAL_STACK = 32 * KiB;
/** Less of all stacks is not what they are about. */
const MOST = 0.5;

export interface SignalStacks {
  readonly threads: number;
  readonly bytes: number;
}

/**
 * Undefined where they are not most of the stacks, or the number of threads is not known.
 * @param stacks StackInuse
 */
export function signalStacks({ last }: VerdictContext, stacks: number): SignalStacks | undefined {
  const threads = last.status?.threads ?? 0;
  const bytes = threads * SIGNAL_STACK;
  // More than all: most of the threads are not Go's.
  return bytes > MOST * stacks && bytes <= stacks ? { threads, bytes } : undefined;
}
