/**
 * Bounds on a workload, so that none can run for hours or fill this machine: the model is fast, but
 * a loop of a billion steps is still a billion steps.
 */
import type { WorkloadStep } from "../../model/workload.ts";
import { problemAt } from "./workload-problem.ts";

export const MAX_TEXT = 1024 * 1024;
/** Loops in loops. */
export const MAX_DEPTH = 8;
/** Steps that are run, loops counted out. */
const MAX_STEPS = 20_000;
/** Variables, collections and groups of goroutines. */
const MAX_NAMES = 500;
const MAX_SECONDS = 30 * 24 * 3600;
/** 4 TiB. */
const MAX_BYTES = 4 * 2 ** 40;

interface Sums {
  readonly steps: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** Names that are dropped, written or ended have to be made somewhere. */
export function checkBounds(steps: readonly WorkloadStep[]): void {
  checkNames(steps);
  const first = steps[0]?.line ?? 1;
  if (steps.length === 0) throw problemAt(first, "steps", "at least one step", "none");
  const sums = sumOf(steps);
  if (sums.steps > MAX_STEPS) {
    throw problemAt(
      first,
      "steps",
      `at most ${MAX_STEPS} steps, loops counted out`,
      `${sums.steps}`,
    );
  }
  if (sums.seconds > MAX_SECONDS) {
    throw problemAt(first, "steps", "at most 30 days in all", `${Math.round(sums.seconds)} s`);
  }
  if (sums.bytes > MAX_BYTES) {
    throw problemAt(first, "steps", "at most 4 TiB allocated in all", `${sums.bytes} bytes`);
  }
}

function sumOf(steps: readonly WorkloadStep[]): Sums {
  return steps.reduce<Sums>((sum, step) => add(sum, sumsOf(step)), {
    steps: 0,
    seconds: 0,
    bytes: 0,
  });
}

function sumsOf(step: WorkloadStep): Sums {
  if (step.kind === "repeat") {
    const { steps, seconds, bytes } = sumOf(step.steps);
    return {
      steps: 1 + steps * step.times,
      seconds: seconds * step.times,
      bytes: bytes * step.times,
    };
  }
  if (step.kind === "allocate") {
    return { steps: 1, seconds: step.over, bytes: step.size * step.count };
  }
  if (step.kind === "start") return { steps: 1, seconds: 0, bytes: step.count * step.stack };
  return { steps: 1, seconds: step.kind === "wait" ? step.seconds : 0, bytes: 0 };
}

function add(a: Sums, b: Sums): Sums {
  return { steps: a.steps + b.steps, seconds: a.seconds + b.seconds, bytes: a.bytes + b.bytes };
}

function checkNames(steps: readonly WorkloadStep[]): void {
  const all = flatten(steps);
  const objects = new Set(
    all.flatMap((step) => (step.kind === "allocate" ? [step.as, step.into] : [])),
  );
  const goroutines = new Set(all.flatMap((step) => (step.kind === "start" ? [step.as] : [])));
  if (objects.size + goroutines.size > MAX_NAMES) {
    const count = `${objects.size + goroutines.size}`;
    throw problemAt(all[0]!.line, "steps", `at most ${MAX_NAMES} names`, count);
  }
  for (const step of all) {
    if (!("what" in step)) continue;
    const names = step.kind === "end" ? goroutines : objects;
    if (names.has(step.what)) continue;
    const made = step.kind === "end" ? "started" : "allocated";
    throw problemAt(step.line, step.kind, `a name that something is ${made} as`, step.what);
  }
}

function flatten(steps: readonly WorkloadStep[]): WorkloadStep[] {
  return steps.flatMap((step) =>
    step.kind === "repeat" ? [step, ...flatten(step.steps)] : [step],
  );
}
