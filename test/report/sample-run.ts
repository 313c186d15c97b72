/** Results of `resident run`: one of a server behind `go run`, one of a program that ended at once. */
import type { RunResult } from "../../src/model/run.ts";
import { CLASSIC_REPORT } from "./classic-report.ts";

const MiB = 2 ** 20;

export const RUN: RunResult = {
  format: "resident.run/1",
  command: ["go", "run", "."],
  process: {
    pid: 4817,
    name: "shop",
    isCommand: false,
    isGo: true,
    isTool: false,
    go: "go1.26.8",
    startedAt: 1.2,
  },
  exit: { code: 1, signal: null, oomKill: null },
  startedAt: 1795493806.741,
  seconds: 10,
  rss: {
    peak: 200 * MiB,
    peakAfter: 5.9,
    peakAt: 6,
    last: 120 * MiB,
    lastAt: 9.5,
    leastAfterPeak: 100 * MiB,
  },
  samples: {
    at: [1.2, 2, 3, 4, 5, 6, 7, 8, 9, 9.5],
    bytes: [10, 50, 80, 120, 160, 200, 180, 100, 110, 120].map((n) => n * MiB),
  },
  look: { at: 5.95, rss: 198 * MiB },
  gc: {
    count: 12,
    forced: 1,
    periodic: 0,
    resolution: MiB,
    liveAtPeak: 90 * MiB,
    liveMost: 100 * MiB,
    liveLast: 40 * MiB,
    heapMost: 180 * MiB,
    heapMostAt: 5.8,
    pauses: { total: 4_100_000, median: 90_000, longest: 900_000 },
    cpuShare: 0.03,
    returned: 80 * MiB,
    live: { at: [2, 4, 6], bytes: [20 * MiB, 60 * MiB, 90 * MiB] },
  },
  isTraced: true,
  bundle: "run.tgz",
  report: CLASSIC_REPORT,
  missing: [],
  remarks: ["18 trace lines of another process on the same standard error are left out."],
};

export const RUN_UNSEEN: RunResult = {
  format: "resident.run/1",
  command: ["./job", "-n", "5"],
  process: null,
  exit: { code: null, signal: "SIGKILL", oomKill: "cgroup" },
  startedAt: 1795493806.741,
  seconds: 0.004,
  rss: null,
  samples: { at: [], bytes: [] },
  look: null,
  gc: null,
  isTraced: true,
  bundle: null,
  report: null,
  missing: [],
  remarks: [],
  failed: [],
  undecided: [{ check: "rss>1MiB", reason: "No look at it was in time." }],
};
