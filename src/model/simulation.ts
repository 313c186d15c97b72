/** What `resident simulate` says: one workload, run through the model of one or several Go versions. */
import type { HeapSample, ModelCollection } from "./heap-timeline.ts";

export interface SimulateResult {
  readonly format: "resident.simulate/1";
  readonly workload: { readonly name: string; readonly about: string };
  /** As given: percent, or null for off. */
  readonly gogc: number | null;
  /** Bytes, or null: none. */
  readonly memlimit: number | null;
  readonly runs: readonly SimulatedRun[];
}

export interface SimulatedRun {
  /** Version as asked for, e.g. "go1.19.8". */
  readonly go: string;
  /** Bytes, or null: none, as in versions before 1.19, which know of none. */
  readonly memlimit: number | null;
  /** When RSS was largest, exactly; the samples may have missed it. */
  readonly peak: HeapSample;
  /** When the longest wait of the workload begins; null where it has none. */
  readonly beforeWait: HeapSample | null;
  readonly end: HeapSample;
  /** At the start, after each step, and every so many seconds in between. */
  readonly samples: readonly SimulatedMoment[];
  readonly collections: readonly ModelCollection[];
  /** RSS in time, at most 120 points: the highest of each piece of time. */
  readonly rss: { readonly at: readonly number[]; readonly bytes: readonly number[] };
  /** When RSS fell by itself while the program waited. */
  readonly falls: readonly RssFall[];
}

export interface SimulatedMoment extends HeapSample {
  /** The step that ended here, in words; null in between. */
  readonly step: string | null;
}

export interface RssFall {
  readonly bytes: number;
  /** Seconds of the virtual clock: when it began and ended. */
  readonly from: number;
  readonly to: number;
  /** The most that it can have come earlier, or later, as sysmon sleeps up to a minute. */
  readonly earliest: number;
  readonly latest: number;
}
