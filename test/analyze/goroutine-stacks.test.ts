/** What goroutines cost besides their stacks, and what is said of stacks that are as small as can be. */
import { expect, test } from "vitest";
import { deadGoroutines } from "../../src/analyze/verdicts/goroutines/dead-goroutines.ts";
import { goroutineStacks } from "../../src/analyze/verdicts/goroutines/goroutine-stacks.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { KiB, MiB } from "../../src/base/units.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { CodeLine } from "../../src/model/report.ts";

const MALG = { function: "runtime.malg", file: "proc.go", line: 1 };
const SUDOG = { function: "runtime.acquireSudog", file: "proc.go", line: 2 };
const OWN = { function: "main.serve", file: "main.go", line: 3 };

interface Process {
  readonly goroutines: number;
  readonly stacks: number;
  /** g structs in the heap profile. */
  readonly structs: number;
  /** What of the stacks is in RAM; all unless given. */
  readonly resident?: number;
  /** Of the operating system; not known unless given. */
  readonly threads?: number;
}

function verdictOf(process: Process, claimed: string[] = []) {
  return goroutineStacks.judge(contextOf(process), new Set(claimed))!;
}

function contextOf({ goroutines: total, stacks, structs, resident = stacks, threads }: Process) {
  const live = line("live", 90 * MiB, [
    { ...line("live.1", 40 * MiB), place: MALG },
    { ...line("live.2", 20 * MiB), place: SUDOG },
    { ...line("live.3", 30 * MiB), place: OWN },
  ]);
  const ledger = line("rss", 300 * MiB, [live, { ...line("stacks", stacks), resident }]);
  const goroutines = { total, groups: [], source: "goroutine?debug=1" as const, truncated: false };
  const known = threads === undefined ? {} : { status: { pid: 1, name: "x", threads } };
  const snapshot = { name: "1", meta: {}, goroutines, ...known, missing: [] };
  const recording = { target: "x", snapshots: [snapshot], remarks: [] };
  return makeContext(recording, [{ snapshot, ledger }], [codeOf(MALG, structs)]);
}

function line(id: string, bytes: number, children: readonly LedgerLine[] = []): LedgerLine {
  return { id, title: id, bytes, basis: "counted", source: "", children };
}

function codeOf(place: typeof MALG, objects: number): CodeLine {
  const range = [0.8 * objects, 1.2 * objects] as const;
  const bytes = objects * 480;
  const estimate = { bytes, bytesRange: range, objects, objectsRange: range, samples: 90 };
  return { ...place, ...estimate, resolvable: true, callers: [] };
}

test("g structs and waiting records are the goroutines' own, the program's lines are not", () => {
  const verdict = verdictOf({ goroutines: 90_000, stacks: 180_000 * KiB, structs: 95_000 });
  expect(verdict.owns).toEqual(["stacks", "live.1", "live.2"]);
  expect(verdict.bytes).toBe(180_000 * KiB + 60 * MiB);
  expect(verdict.headline).toContain("and 60.0 MiB of bookkeeping in the heap");
});

test("g structs that the profile is too old for are counted by their size", () => {
  const verdict = verdictOf({ goroutines: 80_000, stacks: 160_000 * KiB, structs: 16_000 });
  // The ledger has 60 MiB of them; 64,000 goroutines more have 480 B each.
  expect(verdict.headline).toContain("and 89.3 MiB of bookkeeping in the heap");
  expect(verdict.bytes).toBe(160_000 * KiB + 60 * MiB);
  expect(verdict.evidence.map(({ what }) => what)).toContain(
    "bookkeeping of 64,000 goroutines that the profile has not seen yet, 480 B each",
  );
});

test("the samples' count of g structs may be too low: there are as many as goroutines", () => {
  const verdict = verdictOf({ goroutines: 80_000, stacks: 160_000 * KiB, structs: 75_000 });
  expect(verdict.headline).toContain("and 62.3 MiB of bookkeeping in the heap"); // 5,000 · 480 B more
  expect(verdict.evidence.some(({ what }) => what.includes("not seen"))).toBe(false);
});

test("stacks that have not all been written are said with what is in RAM", () => {
  const process = { goroutines: 5000, stacks: 160 * MiB, structs: 5000 };
  const headline = (resident: number) => verdictOf({ ...process, resident }).headline;
  expect(headline(100 * MiB)).toContain("160 MiB of stacks (100 MiB of it in RAM), 32.8 KiB each");
  expect(headline(160 * MiB)).toContain("160 MiB of stacks, 32.8 KiB each");
});

test("g structs of goroutines that have ended are left to their own verdict", () =>
  expect(verdictOf({ goroutines: 1000, stacks: 20 * MiB, structs: 95_000 }).owns).toEqual([
    "stacks",
    "live.2",
  ]));

test("how many there were is said as roughly as samples tell it", () => {
  const process = { goroutines: 3, stacks: 20 * MiB, structs: 196_698 };
  expect(deadGoroutines.judge(contextOf(process), new Set())!.headline).toMatch(
    /^About 197,000 goroutines ran at the same time once; now there are 3,/,
  );
});

test("what another verdict has claimed stays with it", () => {
  const process = { goroutines: 90_000, stacks: 180_000 * KiB, structs: 95_000 };
  expect(verdictOf(process, ["live.1"]).owns).toEqual(["stacks", "live.2"]);
});

test("stacks of the smallest size are not said to shrink; larger ones are", () => {
  const first = (stacks: number) =>
    verdictOf({ goroutines: 1000, stacks, structs: 1000 }).actions[0]!.text;
  expect(first(2100 * KiB)).toMatch(/^Stacks of 2 KiB are the smallest/);
  expect(first(8192 * KiB)).toMatch(/^Stacks shrink by half/);
});

test("stacks that are mostly those of OS threads are not said to be the goroutines'", () => {
  // As measured: 4,000 goroutines in C calls, each on a thread of its own.
  const process = { goroutines: 4003, stacks: 133.1 * MiB, structs: 4003 };
  const verdict = verdictOf({ ...process, threads: 4006 });
  expect(verdict.headline).toMatch(
    /^4,006 OS threads have 125 MiB of the 133 MiB of stacks, for signals\. There are 4,003 goroutines, and/,
  );
  expect(verdict.actions[0]!.text).toMatch(/^Fewer OS threads take less/);
  expect(verdict.evidence).toContainEqual({
    what: "OS threads",
    value: "4,006",
    source: "/proc/PID/status",
  });
});

test("where threads are fewer, or more than have such stacks, it is the goroutines", () => {
  const process = { goroutines: 4003, stacks: 133.1 * MiB, structs: 4003 };
  for (const threads of [12, 2000, 5000]) {
    expect(verdictOf({ ...process, threads }).headline).toMatch(/^4,003 goroutines have 133 MiB/);
  }
});

const frame = (name: string) => ({ function: name, file: `${name}.go`, line: 7 });

/** Groups of so many goroutines, each with a stack of so many frames. */
function headlineOfGroups(...groups: readonly [count: number, name: string, depth: number][]) {
  const context = contextOf({ goroutines: 4, stacks: 128 * MiB, structs: 4 });
  const total = groups.reduce((sum, [count]) => sum + count, 0);
  const goroutines = {
    total,
    groups: groups.map(([count, name, depth]) => ({
      count,
      frames: Array.from({ length: depth }, () => frame(name)),
    })),
    source: "goroutine?debug=1" as const,
    truncated: false,
  };
  const last = { ...context.last, goroutines };
  return goroutineStacks.judge({ ...context, last }, new Set())!.headline;
}

test("one goroutine in a deep recursion is named among others, and so is no request for profiles", () => {
  const text = headlineOfGroups(
    [1, "net/http/pprof.handler.ServeHTTP", 12],
    [1, "main.dive", 100],
    [2, "main.wait", 3],
  );
  expect(text).toBe(
    "4 goroutines have 128 MiB of stacks, 32.0 MiB on average, and 60.0 MiB of bookkeeping in the heap; the deepest is at main.dive.go:7 (main.dive).",
  );
});

test("where most are is said of many that are alike, and nothing of one among few", () => {
  expect(headlineOfGroups([95, "main.dive", 100], [5, "main.wait", 3])).toMatch(
    /1\.28 MiB each, .*; 95 of them are at main\.dive\.go:7/,
  );
  expect(headlineOfGroups([1, "main.a", 8], [1, "main.b", 9])).toMatch(/on average, and [^;]*$/);
});

/** 300 goroutines, 1 MiB each, two minutes or less before the timer's collection (Go 1.26). */
function forecastOf(depth: number, stats: Partial<MemStats> = {}, GODEBUG = "") {
  const context = contextOf({ goroutines: 300, stacks: 300 * MiB, structs: 300 });
  const groups = [{ count: 300, frames: Array.from({ length: depth }, () => frame("main.back")) }];
  const goroutines = { total: 300, groups, source: "goroutine?debug=1" as const, truncated: false };
  const memStats = { NumGC: 1, LastGC: 1000, NextGC: 2 ** 22, HeapAlloc: 0, ...stats } as MemStats;
  const last = { ...context.last, goroutines, memStats, time: 1030, environment: { GODEBUG } };
  const go = parseGoVersion("go1.26.8")!;
  return goroutineStacks.judge({ ...context, go, stats: memStats, last }, new Set())!.forecast;
}

test("stacks of goroutines that came back shrink with the next collections", () => {
  const most = 300 * MiB - 300 * 2 * KiB;
  // Nine halvings, each two minutes after the one before, and what the last one frees a collection later.
  expect(forecastOf(3)).toEqual([
    {
      what: "falls",
      bytes: most,
      range: [0, most],
      earliest: 90,
      latest: 90 + 120 + 9 * 120 + 120,
      waitsFor:
        "the next collections: at each, a stack shrinks by half of which less than a quarter is used",
    },
  ]);
});

test("not where they are in use, no collection comes, or none shrinks them", () => {
  expect(forecastOf(60)).toBeUndefined();
  expect(forecastOf(3, { NumGC: 0, LastGC: 0 })).toBeUndefined();
  expect(forecastOf(3, {}, "gcshrinkstackoff=1")).toBeUndefined();
  // One a second for long: what could shrink has.
  const PauseEnd = Array.from({ length: 256 }, (_, i) => (1030 - ((19 - i + 256) % 256)) * 1e9);
  expect(forecastOf(3, { NumGC: 20, LastGC: 1030, PauseEnd })).toBeUndefined();
});
