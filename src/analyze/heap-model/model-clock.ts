/**
 * The virtual clock: what the runtime does by itself while a program runs or waits (the two-minute
 * collection, the sweep, the scavenger), each at its time. Nothing happens between two events, so
 * that an hour is a handful of steps.
 */
import type { CollectionCause } from "../../model/heap-timeline.ts";
import type { BackgroundScavenger } from "./background-scavenger.ts";
import type { Collector } from "./collector.ts";
import type { GoroutineStacks } from "./goroutine-stacks.ts";
import type { PageHeap } from "./pages/page-heap.ts";
import { FORCED_GC_SECONDS, SysmonClock } from "./sysmon-clock.ts";

/** What the program does while time passes. */
export type Activity = "runs" | "idle" | { readonly wakesEvery: number };

export interface ClockParts {
  readonly pages: PageHeap;
  readonly collector: Collector;
  readonly scavenger: BackgroundScavenger;
  readonly stacks: GoroutineStacks;
  /** False with GOGC=off: then no collection is forced. */
  readonly hasTimer: boolean;
  /** Sysmon notices the end of a sweep at once, not at its next look. */
  readonly wakesAtOnce: boolean;
}

interface ClockEvent {
  readonly at: number;
  readonly run: () => void;
}

const NEVER = Number.POSITIVE_INFINITY;

export class ModelClock {
  readonly #parts: ClockParts;
  readonly #sysmon = new SysmonClock();
  /** When the sweep ended that the scavenger has not been woken for. */
  #sweptAt: number | undefined;
  #now = 0;

  constructor(parts: ClockParts) {
    this.#parts = parts;
  }

  /** Seconds. */
  get now(): number {
    return this.#now;
  }

  /** The program does something. */
  run(): void {
    this.#sysmon.run();
  }

  collect(cause: CollectionCause): void {
    const { collector, stacks, scavenger } = this.#parts;
    collector.collect(this.#now, cause);
    stacks.collected();
    scavenger.pace(collector.scavengeBasis);
  }

  /** Frees what the last collection found, and lets sysmon wake the scavenger for it. */
  sweep(): void {
    if (this.#parts.collector.sweep()) this.#sweptAt = this.#now;
  }

  advance(seconds: number, activity: Activity): void {
    const end = this.#now + seconds;
    if (activity === "runs") this.#sysmon.run();
    else this.#sysmon.sleep(this.#now, activity === "idle" ? undefined : activity.wakesEvery);
    this.sweep();
    for (let next = this.#nextEvent(); next.at <= end; next = this.#nextEvent()) {
      this.#setTime(next.at);
      next.run();
    }
    this.#setTime(end);
  }

  #setTime(now: number): void {
    const { pages, scavenger } = this.#parts;
    this.#now = now;
    pages.now = now;
    const wasWorking = scavenger.isWorking;
    scavenger.work(now);
    if (wasWorking && !scavenger.isWorking) this.#sysmon.restart(now);
  }

  #nextEvent(): ClockEvent {
    const done = { at: this.#parts.scavenger.doneAt, run: () => {} };
    const events = [this.#scavengerWakes(), this.#timerFires(), this.#scavengerLooks(), done];
    return events.reduce((soonest, event) => (event.at < soonest.at ? event : soonest));
  }

  #timerFires(): ClockEvent {
    const { collector, hasTimer } = this.#parts;
    const due = this.#sysmon.lookAt(collector.lastGcAt + FORCED_GC_SECONDS);
    return { at: hasTimer ? Math.max(due, this.#now) : NEVER, run: () => this.#forcedCollection() };
  }

  #forcedCollection(): void {
    this.collect("timer");
    this.sweep();
  }

  #scavengerWakes(): ClockEvent {
    const at = this.#sweptAt === undefined ? NEVER : this.#wakeTime(this.#sweptAt);
    return { at, run: () => this.#wakeScavenger() };
  }

  #wakeTime(sweptAt: number): number {
    if (this.#parts.wakesAtOnce) return Math.max(sweptAt, this.#now);
    return this.#sysmon.lookAfter(sweptAt);
  }

  #wakeScavenger(): void {
    this.#sweptAt = undefined;
    this.#parts.scavenger.wake(this.#now);
  }

  #scavengerLooks(): ClockEvent {
    const { scavenger } = this.#parts;
    const at = Math.max(this.#now, this.#sysmon.lookAt(scavenger.nextLook));
    return { at, run: () => scavenger.look(this.#now) };
  }
}
