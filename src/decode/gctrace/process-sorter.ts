/**
 * Tells processes apart whose collections stand in one log. Each process counts its collections
 * from 1 and its seconds from its start, so a collection belongs to where its number comes next.
 * A number that falls back starts another process, or the same one anew: that shows in the end,
 * when the earlier count has gone on or not.
 */
import { GcLogBuilder } from "./gc-log-builder.ts";

/** A log of more runs and processes than this is not told apart any further. */
const MOST_COUNTERS = 128;

export interface Counter {
  readonly builder: GcLogBuilder;
  n: number;
  at: number;
  /** Lines of the log with its first and its last collection; 0: none yet. */
  firstLine: number;
  lastLine: number;
  /** Rows at which the count fell although no further process could be told apart. */
  readonly restarts: number[];
  /** The last row that did not simply follow, -1: none. What followed may be another process's. */
  jumpRow: number;
}

export class ProcessSorter {
  readonly counters: Counter[] = [newCounter()];
  /** Collections that could be of several processes. */
  uncertain = 0;
  /** `GC forced` was read: the timer asks for the next collection that nobody forces. */
  timerFired = false;
  private last = this.counters[0]!;

  /** Of the last collection: what lines without a number most likely belong to. */
  get latest(): GcLogBuilder {
    return this.last.builder;
  }

  /** Number that the next collection has if it is of the same process as the last one. */
  get nextNumber(): number {
    return this.last.n + 1;
  }

  /** Where a collection belongs. */
  take(n: number, at: number, line: number): GcLogBuilder {
    const counter = this.find(n, at);
    const { length } = counter.builder;
    if (n !== counter.n + 1 && length > 0) counter.jumpRow = length;
    if (n <= counter.n) counter.restarts.push(length);
    counter.n = n;
    counter.at = at;
    if (counter.firstLine === 0) counter.firstLine = line;
    counter.lastLine = line;
    this.last = counter;
    return counter.builder;
  }

  private find(n: number, at: number): Counter {
    if (follows(this.last, n, at) && this.counters.length === 1) return this.last;
    const following = this.counters.filter((counter) => follows(counter, n, at));
    if (following.length > 0) return this.nearest(following, at);
    return this.splitFor(n, at) ?? this.withGap(n, at) ?? this.open();
  }

  /** Where several could go on with this number, the one whose time is nearest. */
  private nearest(counters: readonly Counter[], at: number): Counter {
    if (counters.length > 1) this.uncertain++;
    const latest = counters.reduce((best, one) => (one.at > best.at ? one : best));
    return Number.isNaN(at) ? counters[counters.length - 1]! : latest;
  }

  /** What went on after a gap was another process, if this number closes that gap. */
  private splitFor(n: number, at: number): Counter | undefined {
    if (this.counters.length === MOST_COUNTERS) return undefined;
    for (const counter of this.counters) {
      const { builder, jumpRow } = counter;
      if (jumpRow < 1 || builder.numberAt(jumpRow - 1) !== n - 1) continue;
      if (at < builder.timeAt(jumpRow - 1)) continue;
      const other = { ...counter, builder: new GcLogBuilder(), restarts: [], jumpRow: -1 };
      const lines = builder.sliceCycles(jumpRow - 1, jumpRow + 1).line;
      other.firstLine = lines[1]!;
      builder.moveTo(other.builder, jumpRow);
      this.counters.push(other);
      counter.lastLine = lines[0]!;
      counter.n = n - 1;
      counter.jumpRow = -1;
      return counter;
    }
    return undefined;
  }

  /** Lines are missing: the nearest count below. */
  private withGap(n: number, at: number): Counter | undefined {
    const below = this.counters.filter((counter) => n > counter.n && !(at < counter.at));
    return below.reduce<Counter | undefined>(
      (best, one) => (best === undefined || one.n > best.n ? one : best),
      undefined,
    );
  }

  private open(): Counter {
    if (this.counters.length === MOST_COUNTERS) return this.last;
    const counter = newCounter();
    this.counters.push(counter);
    return counter;
  }
}

function newCounter(): Counter {
  const builder = new GcLogBuilder();
  const at = Number.NEGATIVE_INFINITY;
  return { builder, n: -1, at, firstLine: 0, lastLine: 0, restarts: [], jumpRow: -1 };
}

/** NaN (Go 1.4 prints no time) compares false: then the number alone decides. */
function follows(counter: Counter, n: number, at: number): boolean {
  return n === counter.n + 1 && !(at < counter.at);
}
