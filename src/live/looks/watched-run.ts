/**
 * What is known of the run of a program that is watched: a restart begins another one, and nothing of
 * the one before is compared with it.
 */
import { CostMemory } from "../../collect/looks/look-schedule.ts";
import type { TakenLook } from "../../collect/looks/looker.ts";
import type { Recording } from "../../model/snapshot.ts";
import { LookHistory } from "./look-history.ts";

export class WatchedRun {
  readonly history = new LookHistory();
  /** Of looks at MemStats, and of whole ones. */
  readonly costs = { memStats: new CostMemory(), whole: new CostMemory() };
  go: Recording["go"];
  /** That the program has set itself, by the last whole look. */
  gogc: number | undefined;
  /** Whole looks so far. */
  wholeLooks = 0;
  /** Looks without an answer since the last one with. */
  silent = 0;
  /** What the program allocated to answer so far, in bytes. */
  askedBytes = 0;
  /** When the program is asked next; on the clock of performance.now(), in seconds. */
  dueMemStats = 0;
  dueProfiles = 0;
  private cpu: { readonly time: number; readonly seconds: number } | undefined;
  private totalAlloc = 0;

  keep({ raw }: TakenLook, recording: Recording, isWhole: boolean): void {
    this.go ??= recording.go;
    this.history.add({ raw, snapshot: recording.snapshots[0]!, isWhole });
  }

  /** All that is kept of it. */
  recording(target: string): Recording {
    const snapshots = this.history.all().map(({ snapshot }) => snapshot);
    return { target, ...(this.go && { go: this.go }), snapshots, remarks: [] };
  }

  /**
   * Share of a core since the reading before.
   * @param seconds of CPU since the start of the process
   */
  cpuShare(time: number, seconds: number): number | null {
    const before = this.cpu;
    this.cpu = { time, seconds };
    if (before === undefined || time <= before.time) return null;
    return Math.max(0, (seconds - before.seconds) / (time - before.time));
  }

  /** True where a counter went back, which tells of a restart. */
  wentBack({ snapshots }: Recording): boolean {
    const before = this.totalAlloc;
    this.totalAlloc = snapshots[0]!.memStats?.TotalAlloc ?? before;
    return this.totalAlloc < before;
  }
}
