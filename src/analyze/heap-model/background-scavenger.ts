/**
 * The scavenger as its version has it: by the age of free spans (up to Go 1.12), or in the
 * background, down to a goal that each collection sets (mgcscavenge.go, gcPaceScavenger). Once
 * awake it works at 1 % of the CPU; how many bytes that gives back in a second is the rule's rate.
 */
import type { HeapMeter } from "./heap-meter.ts";
import type { PageHeap } from "./pages/page-heap.ts";
import { PAGE, roundUp } from "./pages/page-run.ts";
import { releasePages } from "./pages/release-pages.ts";
import type { ScavengerRules } from "./rules/heap-rules.ts";

/** From Go 1.18 on its first sleep: 1 ms of work, 1.7 times that as cost, divided by 0.001. */
const FIRST_SLEEP = 1.7;

export interface ScavengeBasis {
  readonly goal: number;
  readonly lastGoal: number;
  readonly heapInuse: number;
}

export class BackgroundScavenger {
  readonly #pages: PageHeap;
  readonly #meter: HeapMeter;
  readonly #rules: ScavengerRules;
  readonly #lazy: boolean;
  readonly #limit: number | null;
  #goal = Number.POSITIVE_INFINITY;
  #limitGoal = Number.POSITIVE_INFINITY;
  #lastLook = 0;
  /** While at work: since when, and how much of the work is done. */
  #workingSince: number | undefined;
  #done = 0;

  constructor(
    pages: PageHeap,
    meter: HeapMeter,
    rules: ScavengerRules,
    options: { lazy: boolean; memlimit: number | null },
  ) {
    this.#pages = pages;
    this.#meter = meter;
    this.#rules = rules;
    this.#lazy = options.lazy;
    this.#limit = options.memlimit;
    if (rules.kind === "age" && rules.onGrowth) {
      pages.beforeGrowth = (bytes) => this.#release(Math.ceil(bytes / PAGE), true);
    }
  }

  get isWorking(): boolean {
    return this.#workingSince !== undefined;
  }

  /** When the work that is left will be done, if nothing else happens. */
  get doneAt(): number {
    if (this.#workingSince === undefined) return Number.POSITIVE_INFINITY;
    const left = this.#done + Math.max(0, this.#excess());
    return this.#workingSince + FIRST_SLEEP + left / this.#rules.rate;
  }

  /** When it looks by the clock next (`age`). */
  get nextLook(): number {
    if (this.#rules.kind !== "age") return Number.POSITIVE_INFINITY;
    return this.#lastLook + this.#rules.lookSeconds;
  }

  /** Sets the goals, as each collection does when it ends. */
  pace({ goal, lastGoal, heapInuse }: ScavengeBasis): void {
    if (this.#rules.kind !== "goal") return;
    const ratio = Number.isFinite(goal) ? goal / lastGoal : 1;
    const target = roundUp(heapInuse * ratio * (1 + this.#rules.retainShare), 4096);
    const isAbove = this.#meter.retained > target;
    this.#goal = isAbove ? target : Number.POSITIVE_INFINITY;
    if (this.#limit === null || this.#rules.limitShare === 0) return;
    const share = this.#limit * this.#rules.limitShare;
    this.#limitGoal = this.#meter.mappedReady > share ? share : Number.POSITIVE_INFINITY;
  }

  wake(now: number): void {
    if (this.#rules.kind !== "goal" || this.isWorking || this.#excess() < PAGE) return;
    this.#workingSince = now;
    this.#done = 0;
  }

  /** Does what can be done until then. */
  work(now: number): void {
    if (this.#workingSince === undefined) return;
    const seconds = Math.max(0, now - this.#workingSince - FIRST_SLEEP);
    const allowed = Math.min(this.#excess(), seconds * this.#rules.rate - this.#done);
    const wanted = Math.floor(allowed / PAGE);
    const released = wanted > 0 ? this.#release(wanted, false) : 0;
    this.#done += released * PAGE;
    if (released < wanted || now >= this.doneAt) this.#workingSince = undefined;
  }

  /** Gives back all spans that have been idle for long enough (`age`). */
  look(now: number): void {
    this.#lastLook = now;
    const idleBefore = now - this.#rules.idleSeconds;
    releasePages(this.#pages, Infinity, { lazy: this.#lazy, force: true, idleBefore });
  }

  /** The heap grew: give back as much, as far as that is above the goal. */
  grown(bytes: number): void {
    if (this.#rules.kind !== "goal" || !this.#rules.onGrowth || bytes === 0) return;
    const excess = Math.min(bytes, this.#meter.retained - this.#goal);
    if (excess > 0) this.#release(Math.ceil(excess / PAGE), false);
  }

  /** Memory came into use: give back what is above the memory limit, now. */
  keepLimit(): void {
    if (this.#limit === null) return;
    const excess = this.#meter.mappedReady - this.#limit;
    if (excess > 0) this.#release(Math.ceil(excess / PAGE), true);
  }

  /** debug.FreeOSMemory after its collection. */
  releaseAll(): void {
    this.#release(Number.POSITIVE_INFINITY, true);
  }

  /** Bytes above the nearest goal. */
  #excess(): number {
    const byGoal = this.#meter.retained - this.#goal;
    return Math.max(byGoal, this.#meter.mappedReady - this.#limitGoal);
  }

  #release(pages: number, force: boolean): number {
    return releasePages(this.#pages, pages, { lazy: this.#lazy, force });
  }
}
