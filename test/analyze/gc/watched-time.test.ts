/**
 * MemStats keep the collections of a long time, and only the difference of two looks says what was allocated
 * and what collecting cost: each number is said of its own time.
 */
import { expect, test } from "vitest";
import { sizeText } from "../../../src/analyze/gc/describe-gc.ts";
import { reportOfRecording } from "../../../src/analyze/gc/report-of-recording.ts";
import { MiB } from "../../../src/base/units.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";
import type { MemStats } from "../../../src/model/mem-stats.ts";
import type { Recording } from "../../../src/model/snapshot.ts";

const START = 1_700_000_000;

/** Five by the timer, two minutes apart; then one each 1.5 s for the last 40 s. */
const ENDS = [
  ...[1, 2, 3, 4, 5].map((i) => 122 * i),
  ...Array.from({ length: 26 }, (_, i) => 741 + 1.5 * i),
];

function statsAt(seconds: number, total: number): MemStats {
  const count = ENDS.filter((end) => end <= seconds).length;
  const ring = (of: (i: number) => number) =>
    Array.from({ length: 256 }, (_, i) => (i < count ? of(i) : 0));
  const rest = { Mallocs: 0, Frees: 0, HeapObjects: 0, MSpanInuse: 0, MCacheInuse: 0 };
  const sys = { StackInuse: 0, StackSys: 0, MSpanSys: 0, MCacheSys: 0, BuckHashSys: 0 };
  return {
    ...rest,
    ...sys,
    source: "/debug/vars",
    TotalAlloc: total,
    Sys: 20 * MiB,
    HeapAlloc: 4 * MiB,
    HeapSys: 10 * MiB,
    HeapIdle: 5 * MiB,
    HeapInuse: 5 * MiB,
    HeapReleased: 0,
    GCAndOtherSys: 0,
    NextGC: 6 * MiB,
    LastGC: START + ENDS[count - 1]!,
    NumGC: count,
    NumForcedGC: 0,
    GCCPUFraction: 0.001,
    PauseNs: ring(() => 100_000),
    PauseEnd: ring((i) => (START + ENDS[i]!) * 1e9),
  };
}

function recordingOf(looks: readonly (readonly [seconds: number, total: number])[]): Recording {
  const snapshots = looks.map(([seconds, total], i) => ({
    name: `000${i + 1}`,
    time: START + seconds,
    meta: { processStart: START },
    missing: [],
    memStats: statsAt(seconds, total),
  }));
  return { target: "caddy", go: parseGoVersion("go1.26.0")!, snapshots, remarks: [] };
}

const WATCHED = [[740, 100 * MiB] as const, [780, 180 * MiB] as const];

test("what the looks say has their time, beside that of all collections", () => {
  const { answer, findings, summary } = reportOfRecording(recordingOf(WATCHED))!;
  expect(summary.cycles).toBe(31);
  expect(summary.watched).toEqual({ seconds: 40, cycles: 26 });
  expect(answer).toMatch(
    /^31 collections in \d+ min \(2\.\d a minute\), 26 because .* 5 by the two-minute timer: /,
  );
  expect(answer).toContain("In the 40 s in which it was watched, there were 26 (39 a minute): ");
  expect(findings).toContain(
    "The program allocated 2.00 MiB a second in the 40 s in which it was watched.",
  );
});

test("why the timer's came is of the time in which they came", () => {
  const { findings } = reportOfRecording(recordingOf(WATCHED))!;
  const timer = findings.find((text) => text.includes("timer"));
  expect(timer).toBe(
    "5 of 31 collections came from the two-minute timer: in the two minutes before each of them the program allocated too little to start one.",
  );
});

test("one time is named once", () => {
  const looks = [[0.5, 0] as const, [780, 180 * MiB] as const];
  const { answer, summary } = reportOfRecording(recordingOf(looks))!;
  expect(summary.watched).toBeNull();
  expect(answer).not.toContain("watched");
});

test("the share of the CPU is of the collections that ended while it was watched", () => {
  const share = (fractions: readonly number[], looks: typeof WATCHED) => {
    const recording = recordingOf(looks);
    const snapshots = recording.snapshots.map((snapshot, i) => ({
      ...snapshot,
      memStats: { ...snapshot.memStats!, GCCPUFraction: fractions[i]! },
    }));
    return reportOfRecording({ ...recording, snapshots })!.summary.cpu.share;
  };
  expect(share([0.01, 0.02], WATCHED)).toBeCloseTo((0.02 * 778.5 - 0.01 * 610) / 40, 6);
  const idle = [[800, 1] as const, [815, 1] as const] as unknown as typeof WATCHED;
  expect(share([0.12, 0.12], idle)).toBe(0);
});

test("the time since the last collection counts, and collections of before are not of the looks", () => {
  // All 26 quick ones end at 778.5 s; the looks take as long as the 40 s of those, but later.
  const recording = recordingOf([
    [900, 1] as const,
    [940, 1] as const,
  ] as unknown as typeof WATCHED);
  const { summary, answer } = reportOfRecording(recording)!;
  // The first collection is among them, so that it counts from the program's start.
  expect(summary.seconds).toBeCloseTo(940, 0);
  expect(summary.watched).toEqual({ seconds: 40, cycles: 0 });
  expect(answer).toContain("In the 40 s in which it was watched, there were none: ");
});

test("of a narrow interval the middle is told, of a trace's MiB what the trace has", () => {
  expect(sizeText([71.8 * MiB, 72.4 * MiB])).toBe("72.1 MiB");
  expect(sizeText([121 * MiB, 122 * MiB])).toBe("121 MiB");
});

test("a rate and the time beside it fit together", () => {
  const { answer } = reportOfRecording(
    recordingOf([
      [610.5, MiB],
      [780, 180 * MiB],
    ]),
  )!;
  expect(answer).toContain("In the 170 s in which it was watched, there were 26 (9.2 a minute)");
});
