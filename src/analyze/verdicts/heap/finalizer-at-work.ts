/**
 * Objects with finalizers stay until one goroutine, the same for all, has run them: where it is slow,
 * nothing keeps them reachable but its queue. It is in a profile only while it runs one.
 */
import type { StackFrame } from "../../../model/goroutines.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { describeFrame } from "../../goroutines/goroutine-places.ts";
import type { VerdictContext } from "../rule/context.ts";

/** Its function's name up to Go 1.24 and since. */
const RUNNER = /^runtime\.(runfinq|runFinalizers)$/;

/** The finalizer that it is in: what the runtime called. */
function finalizerAtWork({ last: { goroutines } }: VerdictContext): StackFrame | undefined {
  for (const { frames } of goroutines?.groups ?? []) {
    const runner = frames.findIndex((frame) => RUNNER.test(frame.function));
    const own = frames.slice(0, Math.max(0, runner));
    const called = own.findLast((frame) => !frame.function.startsWith("runtime."));
    if (called !== undefined) return called;
  }
  return undefined;
}

export function finalizerEvidence(context: VerdictContext): Evidence[] {
  const frame = finalizerAtWork(context);
  if (frame === undefined) return [];
  const what = "the one goroutine that runs finalizers is in";
  return [{ what, value: describeFrame(frame), source: "goroutine profile" }];
}

export function finalizerAction(context: VerdictContext): Action[] {
  const frame = finalizerAtWork(context);
  if (frame === undefined) return [];
  return [
    {
      text: `Objects with finalizers wait for one goroutine, which is in ${describeFrame(frame)}: if that is slow or blocks, they pile up although nothing keeps them reachable. Make it short, or close them in the code.`,
    },
  ];
}
