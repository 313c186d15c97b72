/**
 * The pacer's formulas against what real runtimes computed: to the byte where all that goes into
 * one was read, within the trace's resolution where it was not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goalAtStart, goalOf } from "../../../src/analyze/heap-model/pacer/goal.ts";
import { limitState } from "../../../src/analyze/heap-model/pacer/limit-state.ts";
import {
  goalTellsMarked,
  markedFromGoal,
} from "../../../src/analyze/heap-model/pacer/marked-from-goal.ts";
import type { PacerState } from "../../../src/analyze/heap-model/pacer/pacer-state.ts";
import { pacerRules } from "../../../src/analyze/heap-model/pacer/pick-pacer-rules.ts";
import { PACER_RULES } from "../../../src/analyze/heap-model/pacer/rule-table.ts";
import { triggerOf } from "../../../src/analyze/heap-model/pacer/trigger.ts";
import { MiB } from "../../../src/base/units.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { decodeVars } from "../../../src/decode/memstats/decode-vars.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import { parseGoVersion } from "../../../src/model/go-version.ts";
import { CAPTURES, readCapture } from "../../support/captures.ts";

const rulesOf = (version: string) => pacerRules(parseGoVersion(version));

function stateOf(marked: number, more: Partial<PacerState> = {}): PacerState {
  const none = { stackScan: 0, globalsScan: 0, heapLive: marked, nonHeap: 0, mappedReady: marked };
  return { marked, ...none, ...more };
}

describe("GOGC's goal is the runtime's to the byte", () => {
  for (const version of ["1.23", "1.26"]) {
    const { snapshots } = decodeBundle(readCapture(`probe/go${version}`), { gunzip });
    test.each(snapshots.map((snapshot) => [snapshot.name, snapshot] as const))(
      `Go ${version}, snapshot %s`,
      (_, { runtimeMetrics }) => {
        const metric = (name: string) => runtimeMetrics!.get(name)!;
        const state = stateOf(metric("/gc/heap/live:bytes"), {
          stackScan: metric("/gc/scan/stack:bytes"),
          globalsScan: metric("/gc/scan/globals:bytes"),
        });
        const settings = { gogc: metric("/gc/gogc:percent"), memlimit: null };
        expect(goalOf(rulesOf(version), state, settings)).toBe(metric("/gc/heap/goal:bytes"));
      },
    );
  }
});

describe("the memory limit's goal is the runtime's to the byte", () => {
  test.each(["1.19", "1.26"])("Go %s, GOGC=off", (version) => {
    const bytes = readFileSync(join(CAPTURES, `probe/go${version}/limit.vars.json`));
    const stats = decodeVars(bytes).memStats!;
    const state = stateOf(0, { heapLive: stats.HeapAlloc, ...limitState(stats) });
    const settings = { gogc: null, memlimit: 200 * MiB };
    expect(goalOf(rulesOf(version), state, settings)).toBe(stats.NextGC);
  });
});

describe("the goal turned round is the live heap of the trace", () => {
  test.each(["1.4", "1.8", "1.11", "1.12", "1.14", "1.16"])("Go %s", (version) => {
    const { snapshots, gcLog } = decodeBundle(readCapture(`probe/go${version}`), { gunzip });
    const { cycles } = gcLog!;
    let checked = 0;
    for (const { memStats } of snapshots) {
      const row = cycles.n.indexOf(memStats!.NumGC!);
      if (row < 0 || Number.isNaN(cycles.live[row]!)) continue;
      const marked = markedFromGoal(rulesOf(version), memStats!.NextGC, 0, 100);
      expect(marked).toBeGreaterThanOrEqual(cycles.live[row]!);
      expect(marked).toBeLessThan(cycles.live[row]! + MiB);
      checked++;
    }
    expect(checked).toBeGreaterThan(0);
  });
});

describe("the trigger of a program whose sweeper is done", () => {
  test("in Go 1.5 to 1.7 is NextGC, within the controller's bounds", () => {
    const { snapshots } = decodeBundle(readCapture("probe/go1.5"), { gunzip });
    for (const { memStats } of snapshots) {
      const state = stateOf(memStats!.HeapAlloc, { triggerRatio: 10 });
      const goal = goalOf(rulesOf("1.5"), state, { gogc: 100, memlimit: null });
      const highest = triggerOf(rulesOf("1.5"), state, goal, { gogc: 100, memlimit: null });
      expect(memStats!.NextGC).toBeLessThanOrEqual(highest);
    }
  });

  /** Cycles that the heap's growth started: `before` lies between the bounds, floors allowed for. */
  test.each(["1.8", "1.11", "1.14", "1.16", "1.19", "1.23", "1.26"])("Go %s starts there", (v) => {
    const { gcLog } = decodeBundle(readCapture(`probe/go${v}`), { gunzip });
    const { cycles } = gcLog!;
    const rules = rulesOf(v);
    const settings = { gogc: 100, memlimit: null };
    for (let row = 1; row < cycles.length; row++) {
      if (cycles.forced[row] === 1 || cycles.periodic[row] === 1) continue;
      const marked = cycles.live[row - 1]!;
      const low = stateOf(marked, { runway: Number.POSITIVE_INFINITY, triggerRatio: 0 });
      const trigger = triggerOf(rules, low, goalOf(rules, low, settings), settings);
      expect(cycles.before[row]! + MiB).toBeGreaterThan(trigger - MiB);
    }
  });
});

describe("rules", () => {
  test("rise by version, and each has a goal between the live heap and twice as much", () => {
    const minors = PACER_RULES.map(({ fromMinor }) => fromMinor);
    expect(minors).toEqual([...minors].sort((a, b) => a - b));
    const settings = { gogc: 100, memlimit: null };
    for (const rules of PACER_RULES) {
      const state = stateOf(100 * MiB);
      const goal = goalOf(rules, state, settings);
      expect(goal).toBe(200 * MiB);
      const trigger = triggerOf(rules, state, goal, settings);
      expect(trigger).toBeGreaterThan(100 * MiB);
      expect(trigger).toBeLessThanOrEqual(goal);
    }
  });

  test("a version before the first or unknown has rules too", () => {
    expect(rulesOf("1.3").fromMinor).toBe(4);
    expect(rulesOf("2.0").fromMinor).toBe(21);
    expect(pacerRules(undefined).fromMinor).toBe(21);
  });

  test("GOGC=off has no goal, the minimum heap scales, the limit only lowers", () => {
    const rules = rulesOf("1.26");
    const state = stateOf(MiB);
    expect(goalOf(rules, state, { gogc: null, memlimit: null })).toBe(Number.POSITIVE_INFINITY);
    expect(goalOf(rules, state, { gogc: 200, memlimit: null })).toBe(8 * MiB);
    expect(goalOf(rules, state, { gogc: 200, memlimit: 1024 * MiB })).toBe(8 * MiB);
    expect(goalOf(rulesOf("1.4"), state, { gogc: 200, memlimit: null })).toBe(3 * MiB);
  });

  test("a limit below the live heap makes the live heap the goal", () => {
    const state = stateOf(300 * MiB, { nonHeap: 10 * MiB, mappedReady: 320 * MiB });
    const rules = rulesOf("1.26");
    const settings = { gogc: 100, memlimit: 200 * MiB };
    expect(goalOf(rules, state, settings)).toBe(300 * MiB);
    expect(triggerOf(rules, state, 300 * MiB, settings)).toBe(300 * MiB);
    expect(goalOf(rulesOf("1.18"), state, settings)).toBe(600 * MiB);
  });

  test("the sweeper's distance raises trigger and goal of a small heap, not under a limit", () => {
    const state = stateOf(MiB, { heapLive: 8 * MiB, isSweepDone: false });
    const settings = { gogc: 100, memlimit: null };
    expect(goalOf(rulesOf("1.26"), state, settings)).toBe(9 * MiB);
    expect(goalOf(rulesOf("1.10"), state, { ...settings, gogc: 50 })).toBe(8.5 * MiB);
    expect(goalOf(rulesOf("1.14"), state, { ...settings, gogc: 50 })).toBe(9 * MiB);
    expect(goalOf(rulesOf("1.26"), state, { gogc: 100, memlimit: 4 * MiB })).toBe(3 * MiB);
  });

  test("a late start pushes the goal of the running cycle up", () => {
    expect(goalAtStart(rulesOf("1.26"), 100, 90, false)).toBe(90 + 64 * 1024);
    expect(goalAtStart(rulesOf("1.12"), 100, 90, false)).toBe(90 + MiB);
    expect(goalAtStart(rulesOf("1.26"), 100, 90, true)).toBe(100);
  });

  test("the goal says nothing of the live heap where the minimum made it, or a controller", () => {
    expect(goalTellsMarked(rulesOf("1.26"), 4 * MiB, 100)).toBe(false);
    expect(goalTellsMarked(rulesOf("1.26"), 5 * MiB, 100)).toBe(true);
    expect(goalTellsMarked(rulesOf("1.6"), 50 * MiB, 100)).toBe(false);
    expect(goalTellsMarked(rulesOf("1.4"), 2 * MiB, 100)).toBe(true);
    expect(goalTellsMarked(rulesOf("1.26"), Number.POSITIVE_INFINITY, 100)).toBe(false);
  });
});
