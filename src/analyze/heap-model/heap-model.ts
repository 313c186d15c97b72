/**
 * A model of one Go process's memory in time: what its program allocates, keeps and writes goes in;
 * what ps, ReadMemStats and gctrace would show comes out. By the rules of the Go version
 * (heap-rules.ts, pacer/), on a virtual clock: nothing here waits. It knows no single object, no
 * thread and no CPU; docs/heap-model.md says what that leaves out.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { HeapSample, ModelCollection } from "../../model/heap-timeline.ts";
import { BackgroundScavenger } from "./background-scavenger.ts";
import { Collector } from "./collector.ts";
import { GoroutineStacks } from "./goroutine-stacks.ts";
import { HeapMeter } from "./heap-meter.ts";
import { type Activity, ModelClock } from "./model-clock.ts";
import type { PacerSettings } from "./pacer/pacer-state.ts";
import { pacerRules } from "./pacer/pick-pacer-rules.ts";
import { PageHeap } from "./pages/page-heap.ts";
import { PAGE } from "./pages/page-run.ts";
import { type ProcessBase, processBase } from "./process-base.ts";
import type { HeapRules } from "./rules/heap-rules.ts";
import { heapRules } from "./rules/pick-heap-rules.ts";
import { addPortion, type Block, type Held, Spans } from "./spans.ts";
import { startHeap } from "./start-heap.ts";

/** Small allocations of up to so much do not get a block of their own. */
const SHARED_BYTES = 1024 * 1024;

export interface HeapModelOptions extends PacerSettings {
  /** undefined: the newest version that is known. */
  readonly go: GoVersion | undefined;
  /** What the program has before it does anything; a server of net/http unless given. */
  readonly base?: ProcessBase;
  /** The kernel follows advice for huge pages (`madvise` or `always`); default true. */
  readonly hugePages?: boolean;
  /** GODEBUG=madvdontneed=1 or =0; undefined: the version's default. */
  readonly dontNeed?: boolean | undefined;
  /**
   * When sysmon, asleep, notices that a sweep is done: at its next look, as is usual, or at once,
   * as happens where the sweep ends before it falls asleep.
   */
  readonly scavengerWakes?: "at the next look" | "at once";
}

export interface Allocation {
  /** Bytes of one object. */
  readonly size: number;
  readonly count: number;
  /** Share of the bytes that the program writes, 0 to 1. */
  readonly touched: number;
  /** False where each object is garbage once the next is allocated; default true. */
  readonly kept?: boolean;
  /** What it is added to. */
  readonly into?: Held;
}

export class HeapModel {
  readonly rules: HeapRules;
  readonly #pages: PageHeap;
  readonly #spans: Spans;
  readonly #meter: HeapMeter;
  readonly #collector: Collector;
  readonly #scavenger: BackgroundScavenger;
  readonly #stacks: GoroutineStacks;
  readonly #clock: ModelClock;
  #totalAlloc: number;
  #peak: HeapSample;

  constructor(options: HeapModelOptions) {
    const { go, dontNeed, hugePages = true } = options;
    const base = options.base ?? processBase(go);
    const rules = heapRules(go);
    this.rules = rules;
    this.#pages = new PageHeap(rules, hugePages);
    this.#spans = new Spans(this.#pages, rules, go);
    startHeap(this.#pages, this.#spans, base);
    this.#meter = new HeapMeter(this.#pages, rules, base);
    this.#collector = new Collector({
      pages: this.#pages,
      spans: this.#spans,
      meter: this.#meter,
      rules,
      pacer: pacerRules(go),
      settings: options,
      numGC: base.numGC,
    });
    const lazy = dontNeed === undefined ? rules.scavenger.lazy : !dontNeed;
    const { memlimit } = options;
    this.#scavenger = new BackgroundScavenger(this.#pages, this.#meter, rules.scavenger, {
      lazy,
      memlimit: pacerRules(go).memoryLimit === null ? null : memlimit,
    });
    this.#stacks = new GoroutineStacks(this.#pages, this.#meter, rules);
    this.#totalAlloc = this.#spans.allocated;
    this.#clock = new ModelClock({
      pages: this.#pages,
      collector: this.#collector,
      scavenger: this.#scavenger,
      stacks: this.#stacks,
      hasTimer: options.gogc !== null,
      wakesAtOnce: options.scavengerWakes === "at once",
    });
    this.#peak = this.sample();
  }

  /** The last moment at which the program made RSS as large as it ever was. */
  get peak(): HeapSample {
    return this.#peak;
  }

  /** Seconds of the virtual clock. */
  get now(): number {
    return this.#clock.now;
  }

  /** As `sample`, for who looks often. */
  get rss(): number {
    return this.#meter.rss;
  }

  get collections(): readonly ModelCollection[] {
    return this.#collector.collections;
  }

  /**
   * Allocates objects; collections run in between where the pacer wants them. Takes no time.
   * A collection that an object's allocation starts finds that object reachable.
   */
  allocate({ size, count, touched, kept = true, into }: Allocation): Held {
    this.#clock.run();
    const held: Held = into ?? { portions: [] };
    const shape = this.#spans.shapeOf(size);
    const isSmall = shape.slotsPerSpan > 1 && shape.slot * count <= SHARED_BYTES;
    const block = this.#spans.blockFor(shape, touched, isSmall || !kept, held);
    for (let left = count; left > 0; ) {
      this.#clock.sweep(); // before the heap grows (mheap.go, reclaim)
      const batch = Math.min(left, this.#untilTrigger(shape.slot));
      this.#fill(held, block, batch);
      if (!kept) this.#forgetAllButLast(held);
      this.#notePeak();
      this.#collectIfDue();
      left -= batch;
    }
    if (!kept) this.drop(held);
    return held;
  }

  /**
   * The program forgets a share of what it holds: garbage for the next collection.
   * @param scattered true where the forgotten objects lie between kept ones
   */
  drop(held: Held, share = 1, scattered = false): void {
    this.#clock.run();
    for (const portion of held.portions) {
      const objects = Math.round(portion.objects * share);
      portion.objects -= objects;
      if (scattered) portion.block.isScattered = true;
      this.#spans.kill(portion.block, objects);
    }
    held.portions = held.portions.filter(({ objects }) => objects > 0);
  }

  /** Writes a share of the bytes of what is held. */
  touch(held: Held, share = 1): void {
    this.#clock.run();
    for (const { block } of held.portions) this.#spans.touch(block, share);
    this.#notePeak();
  }

  startGoroutines(count: number, stackBytes: number): void {
    this.#clock.run();
    const structs = this.#stacks.start(count, stackBytes);
    if (structs > 0) this.allocate({ size: this.#stacks.structSize, count: structs, touched: 1 });
    this.#scavenger.keepLimit();
    this.#notePeak();
  }

  endGoroutines(count: number, stackBytes: number): void {
    this.#clock.run();
    this.#stacks.end(count, stackBytes);
  }

  /** runtime.GC(): returns when it has swept. */
  collect(): void {
    this.#clock.run();
    this.#clock.collect("call");
    this.#clock.sweep();
  }

  /** debug.FreeOSMemory(). */
  returnToOs(): void {
    this.collect();
    this.#scavenger.releaseAll();
  }

  /** Lets time pass. */
  advance(seconds: number, activity: Activity): void {
    this.#clock.advance(seconds, activity);
  }

  /** The background sweeper gets to run, which takes no time here. */
  finishSweep(): void {
    this.#clock.sweep();
  }

  sample(): HeapSample {
    const { heapInuse, heapIdle, heapReleased, stacks, sys, rss, virt, lazyFree } = this.#meter;
    return {
      at: this.#clock.now,
      rss,
      virt,
      heapAlloc: this.#spans.allocated,
      totalAlloc: this.#totalAlloc,
      heapSys: heapInuse + heapIdle,
      heapIdle,
      heapInuse,
      heapReleased,
      stackInuse: stacks,
      sys,
      nextGC: this.#collector.nextGC,
      numGC: this.#collector.numGC,
      reachable: this.#spans.reachable,
      lazyFree,
    };
  }

  /** Puts objects into free slots of their class, and the rest into new spans. */
  #fill(held: Held, block: Block, objects: number): void {
    const { slot } = block.shape;
    let left = objects;
    for (const portion of this.#spans.fillOpen(block.shape, objects)) {
      addPortion(held, portion);
      left -= portion.objects;
    }
    if (left > 0) {
      const { grown, committed } = this.#spans.extend(block, left);
      addPortion(held, { block, objects: left });
      this.#scavenger.grown(grown * PAGE);
      if (committed > 0 || grown > 0) this.#scavenger.keepLimit();
    }
    this.#totalAlloc += objects * slot;
    this.#collector.allocated(objects * slot);
  }

  #forgetAllButLast(held: Held): void {
    const last = held.portions.at(-1);
    if (last === undefined) return;
    last.objects -= 1;
    this.drop(held);
    held.portions = [{ block: last.block, objects: 1 }];
  }

  #notePeak(): void {
    if (this.#meter.rss >= this.#peak.rss) this.#peak = this.sample();
  }

  /** Objects until a collection is due, at least one. */
  #untilTrigger(slot: number): number {
    const { heapLive } = this.#collector;
    const left = this.#collector.trigger() - heapLive;
    return Number.isFinite(left) ? Math.max(1, Math.ceil(left / slot)) : Number.POSITIVE_INFINITY;
  }

  #collectIfDue(): void {
    const { heapLive } = this.#collector;
    if (heapLive >= this.#collector.trigger()) this.#clock.collect("heap");
  }
}
