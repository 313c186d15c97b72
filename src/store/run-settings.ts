/** Which settings a run had at some time: those of then, and not what its program set later. Pure. */
import type { RunSettings, StoredRun, TimeRange } from "./store.ts";

export function settingsAt(
  run: Pick<StoredRun, "former"> & RunSettings,
  time: number,
): RunSettings {
  const { limit, memlimit, gogc } = run.former.find(({ until }) => time < until) ?? run;
  return { limit, memlimit, gogc };
}

/** All that it had in a range, oldest first. */
export function settingsIn(
  run: Pick<StoredRun, "former"> & RunSettings,
  { from, to }: TimeRange,
): RunSettings[] {
  const changes = run.former.map(({ until }) => until).filter((at) => at > from && at <= to);
  return [from, ...changes].map((time) => settingsAt(run, time));
}

/** By which the program collects. */
export interface PacerSetting {
  readonly gogc: number;
  readonly memlimit: number | null;
}

export interface PacerChange {
  /** The look that saw it first. */
  readonly at: number;
  readonly before: PacerSetting;
  readonly after: PacerSetting;
}

/** The last one after `from` until `to`. What was not known before was not changed, for all one knows. */
export function lastPacerChange(
  run: Pick<StoredRun, "former"> & RunSettings,
  { from, to }: TimeRange,
): PacerChange | undefined {
  for (let i = run.former.length - 1; i >= 0; i--) {
    const { until, ...before } = run.former[i]!;
    const after = run.former[i + 1] ?? run;
    if (until <= from) return undefined;
    if (until > to || before.gogc === null || after.gogc === null) continue;
    if (before.gogc === after.gogc && before.memlimit === after.memlimit) continue;
    return {
      at: until,
      before: { gogc: before.gogc, memlimit: before.memlimit },
      after: { gogc: after.gogc, memlimit: after.memlimit },
    };
  }
  return undefined;
}
