/**
 * Collections: when the pacer wants one, what it finds, and the sweep after it. Marking takes no
 * time in the model, so the heap never grows beyond the trigger while it runs; a real one ends
 * between trigger and goal.
 */
import { ResidentError } from "../../base/errors.ts";
import type { CollectionCause, ModelCollection } from "../../model/heap-timeline.ts";
import type { HeapMeter } from "./heap-meter.ts";
import { goalOf } from "./pacer/goal.ts";
import type { PacerRules } from "./pacer/pacer-rules.ts";
import type { PacerSettings, PacerState } from "./pacer/pacer-state.ts";
import { triggerOf } from "./pacer/trigger.ts";
import type { PageHeap } from "./pages/page-heap.ts";
import type { HeapRules } from "./rules/heap-rules.ts";
import type { Spans } from "./spans.ts";

/** Globals of a server of net/http, as /gc/scan/globals:bytes says. */
const GLOBALS = 200 * 1024;

/** More than these would take seconds, and no table could show them. */
const MOST_COLLECTIONS = 100_000;

export interface CollectorParts {
  readonly pages: PageHeap;
  readonly spans: Spans;
  readonly meter: HeapMeter;
  readonly rules: HeapRules;
  readonly pacer: PacerRules;
  readonly settings: PacerSettings;
  readonly numGC: number;
}

export class Collector {
  readonly collections: ModelCollection[] = [];
  readonly #parts: CollectorParts;
  /** Marked by the last collection; in Go 1.4 what it left less what was swept since. */
  #marked: number;
  #allocatedSince = 0;
  #isSweepDone = true;
  #goal: number;
  #lastGoal: number;
  #heapInuseAtMark = 0;
  #lastGcAt = 0;
  numGC: number;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
    this.numGC = parts.numGC;
    this.#marked = parts.spans.allocated;
    this.#goal = this.#currentGoal();
    this.#lastGoal = this.#goal;
  }

  get goal(): number {
    return this.#goal;
  }

  get nextGC(): number {
    return this.#parts.pacer.nextGc === "trigger" ? this.trigger() : this.#goal;
  }

  /** The goal before the last collection, and the heap in use when that ended: the scavenger's. */
  get scavengeBasis(): { goal: number; lastGoal: number; heapInuse: number } {
    return { goal: this.#goal, lastGoal: this.#lastGoal, heapInuse: this.#heapInuseAtMark };
  }

  get isSweepDone(): boolean {
    return this.#isSweepDone;
  }

  get lastGcAt(): number {
    return this.#lastGcAt;
  }

  /** Marked plus allocated since; in Go 1.4 all that is in slots. */
  get heapLive(): number {
    const { spans, rules } = this.#parts;
    return rules.stopsWorld ? spans.allocated : this.#marked + this.#allocatedSince;
  }

  trigger(): number {
    const { pacer, settings } = this.#parts;
    if (settings.memlimit !== null) this.#goal = this.#currentGoal();
    return triggerOf(pacer, this.#state(), this.#goal, settings);
  }

  allocated(bytes: number): void {
    this.#allocatedSince += bytes;
  }

  /**
   * Marks; the sweep is still to come.
   * @throws ResidentError RES_TOO_LARGE where they become too many
   */
  collect(now: number, cause: CollectionCause): void {
    if (this.collections.length >= MOST_COLLECTIONS) throw tooMany(now);
    this.sweep();
    const { spans, meter, pages, rules } = this.#parts;
    const before = rules.stopsWorld ? spans.allocated : this.heapLive;
    const live = spans.mark();
    const goal = this.#goal;
    this.#heapInuseAtMark = meter.heapInuse;
    this.#marked = rules.stopsWorld ? spans.allocated : live;
    this.#allocatedSince = 0;
    this.#lastGoal = goal;
    this.#isSweepDone = false;
    this.#goal = this.#currentGoal();
    pages.density.nextGeneration();
    this.numGC++;
    this.#lastGcAt = now;
    this.collections.push({ n: this.numGC, at: now, cause, before, live, goal });
  }

  /** @returns true where there was something to sweep */
  sweep(): boolean {
    if (this.#isSweepDone) return false;
    const freed = this.#parts.spans.sweep();
    if (this.#parts.rules.stopsWorld) this.#marked -= freed;
    this.#isSweepDone = true;
    this.#goal = this.#currentGoal();
    return true;
  }

  #currentGoal(): number {
    const { pacer, settings } = this.#parts;
    return goalOf(pacer, this.#state(), settings);
  }

  #state(): PacerState {
    const { spans, meter } = this.#parts;
    const { mappedReady, heapIdle, heapReleased } = meter;
    return {
      marked: this.#marked,
      stackScan: meter.stacks,
      globalsScan: GLOBALS,
      heapLive: this.heapLive,
      nonHeap: mappedReady - (heapIdle - heapReleased) - spans.allocated,
      mappedReady,
      isSweepDone: this.#isSweepDone,
    };
  }
}

function tooMany(now: number): ResidentError {
  const when = `${MOST_COLLECTIONS} collections by second ${Math.round(now)}`;
  return new ResidentError("RES_TOO_LARGE", `the workload has more than ${when}`, {
    hint: "Allocate less, in larger objects, or with a larger GOGC.",
  });
}
