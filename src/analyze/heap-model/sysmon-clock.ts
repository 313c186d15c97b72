/**
 * When sysmon looks (proc.go, sysmon): the thread that starts the two-minute collection, wakes the
 * scavenger and, up to Go 1.12, runs it. While the program runs it looks every 10 ms at the latest.
 * Where all processors are idle it sleeps for half of the forced collection's period, 60 s, unless
 * something runs in between; that is why "two minutes" are 120 to 180 s in an idle program.
 */

/** forcegcperiod of proc.go: the same in Go 1.4 to 1.27. */
export const FORCED_GC_SECONDS = 120;
/** The longest that sysmon sleeps. */
export const SYSMON_SLEEP_SECONDS = FORCED_GC_SECONDS / 2;

export class SysmonClock {
  /** When the last sleep began; undefined while the program runs. */
  #asleepSince: number | undefined;
  #period = SYSMON_SLEEP_SECONDS;

  /** The program runs: sysmon is awake. */
  run(): void {
    this.#asleepSince = undefined;
  }

  /**
   * From now on nothing runs, or something every so many seconds. Nothing changes where it slept
   * like that before.
   */
  sleep(now: number, wakesEvery = SYSMON_SLEEP_SECONDS): void {
    const period = Math.min(SYSMON_SLEEP_SECONDS, wakesEvery);
    if (this.#asleepSince !== undefined && period === this.#period) return;
    this.#asleepSince = now;
    this.#period = period;
  }

  /** Something of the runtime ran until now: sleep begins anew. */
  restart(now: number): void {
    if (this.#asleepSince !== undefined) this.#asleepSince = now;
  }

  /** The first look after `time`; at `time` itself while the program runs. */
  lookAfter(time: number): number {
    if (this.#asleepSince === undefined) return time;
    const slept = Math.max(0, time - this.#asleepSince);
    return this.#asleepSince + (Math.floor(slept / this.#period) + 1) * this.#period;
  }

  /** The first look at or after `time`. */
  lookAt(time: number): number {
    if (this.#asleepSince === undefined) return time;
    const slept = Math.max(0, time - this.#asleepSince);
    return this.#asleepSince + Math.ceil(slept / this.#period) * this.#period;
  }
}
