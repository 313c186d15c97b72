/**
 * Runs a workload through the model of one Go version and notes what would be seen: a moment after
 * each step, some in between, every collection, and when RSS fell by itself.
 */
import type { HeapSample } from "../../model/heap-timeline.ts";
import type { SimulatedMoment } from "../../model/simulation.ts";
import type { AllocateStep, Workload, WorkloadStep } from "../../model/workload.ts";
import { describeStep } from "./describe-step.ts";
import type { HeapModel } from "./heap-model.ts";
import type { Activity } from "./model-clock.ts";
import type { Held } from "./spans.ts";
import { workloadSeconds } from "./workload-seconds.ts";

/** The pieces of time that pass unseen: this long, or longer where there would be too many. */
const FINEST_SECONDS = 0.25;
const MOST_LOOKS = 20_000;
/** Bytes that an allocation over some time makes at once are those of this many seconds. */
const TICK_SECONDS = 0.05;
/** Moments after steps, beyond which loops are only looked at by the clock. */
const MOST_MOMENTS = 200;

export interface WorkloadRun {
  readonly moments: readonly SimulatedMoment[];
  /** When its longest wait begins. */
  readonly beforeWait: HeapSample | null;
  /** RSS in time, as fine as falls are told by. */
  readonly rss: readonly { readonly at: number; readonly rss: number; readonly waits: boolean }[];
}

export function runWorkload(model: HeapModel, workload: Workload, every: number): WorkloadRun {
  const piece = Math.max(FINEST_SECONDS, workloadSeconds(workload.steps) / MOST_LOOKS);
  const run = new Run(model, every, piece);
  run.note("start");
  for (const step of workload.steps) run.step(step, true);
  return { moments: run.moments, beforeWait: run.beforeWait, rss: run.rss };
}

class Run {
  readonly moments: SimulatedMoment[] = [];
  readonly rss: { at: number; rss: number; waits: boolean }[] = [];
  beforeWait: HeapSample | null = null;
  #longestWait = 0;
  readonly #model: HeapModel;
  readonly #every: number;
  readonly #piece: number;
  readonly #held = new Map<string, Held>();
  readonly #goroutines = new Map<string, { count: number; stack: number }>();
  #nextLook: number;

  constructor(model: HeapModel, every: number, piece: number) {
    this.#model = model;
    this.#every = every;
    this.#piece = piece;
    this.#nextLook = every;
  }

  note(step: string | null): void {
    this.moments.push({ ...this.#model.sample(), step });
  }

  step(step: WorkloadStep, isNoted: boolean): void {
    if (step.kind === "repeat") {
      const isShort = isNoted && step.times * step.steps.length <= MOST_MOMENTS;
      for (let time = 0; time < step.times; time++) {
        for (const inner of step.steps) this.step(inner, isShort);
      }
      if (isNoted && !isShort) this.note(describeStep(step));
      return;
    }
    this.#act(step);
    this.#model.finishSweep();
    this.#look(false);
    if (isNoted && this.moments.length < 2 * MOST_MOMENTS) this.note(describeStep(step));
  }

  #act(step: Exclude<WorkloadStep, { kind: "repeat" }>): void {
    switch (step.kind) {
      case "allocate":
        this.#allocate(step);
        break;
      case "write":
        this.#model.touch(this.#heldAs(step.what), step.share);
        break;
      case "drop":
        this.#model.drop(this.#heldAs(step.what), step.share, step.scattered);
        break;
      case "wait":
        this.#noteWait(step.seconds);
        this.#wait(step.seconds, activityOf(step.wakesEvery));
        break;
      case "start":
        this.#start(step);
        break;
      case "end":
        this.#end(step.what, step.share);
        break;
      case "collect":
        this.#model.collect();
        break;
      case "return":
        this.#model.returnToOs();
        break;
    }
  }

  #allocate(step: AllocateStep): void {
    const pieces = step.over === 0 ? 1 : Math.min(step.count, Math.ceil(step.over / TICK_SECONDS));
    const before = step.as === undefined ? undefined : this.#held.get(step.as);
    if (before !== undefined && !this.#model.rules.holdsUntilAssigned) this.#model.drop(before);
    const made: Held = step.into === undefined ? { portions: [] } : this.#heldAs(step.into);
    for (let piece = 0; piece < pieces; piece++) {
      const count = share(step.count, piece, pieces);
      this.#model.allocate({
        size: step.size,
        count,
        touched: step.write,
        kept: step.as !== undefined || step.into !== undefined,
        into: made,
      });
      if (step.over > 0) this.#wait(step.over / pieces, "runs");
    }
    if (before !== undefined && this.#model.rules.holdsUntilAssigned) this.#model.drop(before);
    if (step.as !== undefined) this.#held.set(step.as, made);
  }

  /** Nothing is held under a name that a loop has not come to yet. */
  #heldAs(name: string): Held {
    const held = this.#held.get(name) ?? { portions: [] };
    this.#held.set(name, held);
    return held;
  }

  #start({ as, count, stack }: { as: string; count: number; stack: number }): void {
    const running = this.#goroutines.get(as)?.count ?? 0;
    this.#goroutines.set(as, { count: running + count, stack });
    this.#model.startGoroutines(count, stack);
  }

  #end(what: string, share: number): void {
    const group = this.#goroutines.get(what);
    if (group === undefined) return;
    const ended = Math.round(group.count * share);
    group.count -= ended;
    this.#model.endGoroutines(ended, group.stack);
  }

  #noteWait(seconds: number): void {
    if (seconds <= this.#longestWait) return;
    this.#longestWait = seconds;
    this.beforeWait = this.#model.sample();
  }

  /** Passes time in pieces, so that what happens in between is seen. */
  #wait(seconds: number, activity: Activity): void {
    const end = this.#model.now + seconds;
    while (this.#model.now < end) {
      this.#model.advance(Math.min(this.#piece, end - this.#model.now), activity);
      this.#look(activity !== "runs");
    }
  }

  #look(waits: boolean): void {
    const { now } = this.#model;
    this.rss.push({ at: now, rss: this.#model.rss, waits });
    if (now < this.#nextLook) return;
    this.note(null);
    this.#nextLook = now + this.#every;
  }
}

function activityOf(wakesEvery: number | undefined): Activity {
  return wakesEvery === undefined ? "idle" : { wakesEvery };
}

/** The piece's part of a whole number; all parts together are the whole. */
function share(count: number, piece: number, pieces: number): number {
  return Math.floor((count * (piece + 1)) / pieces) - Math.floor((count * piece) / pieces);
}
