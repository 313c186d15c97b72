/**
 * What the store has of a process as the recording that the analysis takes: figures of each look, no
 * profiles. So the page of a recorder says of collections what `resident gc` would have said.
 */
import { parseGoVersion } from "../../model/go-version.ts";
import type { GoEnvironment } from "../../model/process.ts";
import type { Recording, Snapshot } from "../../model/snapshot.ts";
import { settingsAt } from "../../store/run-settings.ts";
import type { Figures, StoredRun } from "../../store/store.ts";
import { momentName } from "./moment-name.ts";

export function lightRecording(
  target: string,
  run: StoredRun,
  figures: readonly Figures[],
): Recording {
  const go = run.go === null ? undefined : parseGoVersion(run.go);
  return {
    target,
    ...(go === undefined ? {} : { go }),
    snapshots: figures.map((look) => lightSnapshot(run, look)),
    remarks: [],
  };
}

function lightSnapshot(run: StoredRun, { time, rss, memStats }: Figures): Snapshot {
  const { name, pid, startedAt } = run;
  const { gogc, memlimit, limit } = settingsAt(run, time);
  return {
    name: momentName(time),
    time,
    meta: startedAt === null ? {} : { processStart: startedAt },
    missing: [],
    ...(memStats === null ? {} : { memStats }),
    ...(gogc === null ? {} : { environment: environmentOf(gogc, memlimit) }),
    ...(rss === null ? {} : { status: { name, pid: pid ?? 0, vmRss: rss } }),
    // A cgroup's limit, where GOMEMLIMIT is not the lower one.
    ...(limit === null || limit === memlimit || rss === null
      ? {}
      : { cgroup: limitAsCgroup(limit, rss) }),
  };
}

/** As they are in force, whatever the environment once said. */
function environmentOf(gogc: number, memlimit: number | null): GoEnvironment {
  return {
    GOGC: Number.isFinite(gogc) ? String(gogc) : "off",
    ...(memlimit === null ? {} : { GOMEMLIMIT: String(memlimit) }),
  };
}

function limitAsCgroup(max: number, current: number): NonNullable<Snapshot["cgroup"]> {
  return { version: 2, levels: [{ path: "/", current, max }] };
}
