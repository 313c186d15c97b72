/**
 * One workload for one Go version, as `resident simulate` says it. When memory goes back depends on
 * whether sysmon is awake when a sweep ends: the run is done for both, and the falls say how far
 * they are apart.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { RssFall, SimulatedRun } from "../../model/simulation.ts";
import type { Workload } from "../../model/workload.ts";
import { type Fall, findFalls } from "./find-falls.ts";
import { HeapModel } from "./heap-model.ts";
import type { PacerSettings } from "./pacer/pacer-state.ts";
import { pacerRules } from "./pacer/pick-pacer-rules.ts";
import { processBase } from "./process-base.ts";
import { runWorkload, type WorkloadRun } from "./run-workload.ts";
import { SYSMON_SLEEP_SECONDS } from "./sysmon-clock.ts";

/** How exactly the work of a scavenger that is awake can be told. */
const SCAVENGE_SLACK_SECONDS = 5;
const POINTS = 120;

export interface SimulateOptions extends PacerSettings {
  readonly go: GoVersion;
  /** Seconds between two moments of the table. */
  readonly every: number;
}

export function simulate(workload: Workload, options: SimulateOptions): SimulatedRun {
  const { model, run } = runOnce(workload, options, "at the next look");
  const early = findFalls(runOnce(workload, options, "at once").run.rss);
  return {
    go: options.go.raw,
    memlimit: pacerRules(options.go).memoryLimit === null ? null : options.memlimit,
    peak: model.peak,
    beforeWait: run.beforeWait,
    end: model.sample(),
    samples: run.moments,
    collections: model.collections,
    rss: thinOut(run.rss, model.now),
    falls: findFalls(run.rss).map((fall) => withInterval(fall, early)),
  };
}

function runOnce(
  workload: Workload,
  options: SimulateOptions,
  scavengerWakes: "at the next look" | "at once",
) {
  const base = processBase(options.go, workload.program);
  const model = new HeapModel({ ...options, base, scavengerWakes });
  return { model, run: runWorkload(model, workload, options.every) };
}

/** The highest RSS of each piece of time in which there was a look. */
function thinOut(looks: WorkloadRun["rss"], seconds: number): SimulatedRun["rss"] {
  const pieces = new Map<number, number>();
  for (const { at, rss } of looks) {
    const piece = Math.min(POINTS - 1, Math.floor((at / Math.max(seconds, 1e-9)) * POINTS));
    pieces.set(piece, Math.max(pieces.get(piece) ?? 0, rss));
  }
  const at = [...pieces.keys()].map((piece) => (piece * seconds) / POINTS);
  return { at, bytes: [...pieces.values()] };
}

/** The same fall where sysmon is awake comes up to a minute earlier. */
function withInterval(fall: Fall, early: readonly Fall[]): RssFall {
  const same = early.find(
    ({ from, bytes }) =>
      from <= fall.from &&
      from >= fall.from - 2 * SYSMON_SLEEP_SECONDS &&
      Math.abs(bytes - fall.bytes) <= 0.1 * fall.bytes,
  );
  return {
    ...fall,
    earliest: same?.from ?? fall.from,
    latest: fall.to + SCAVENGE_SLACK_SECONDS,
  };
}
