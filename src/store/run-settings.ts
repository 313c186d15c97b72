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
