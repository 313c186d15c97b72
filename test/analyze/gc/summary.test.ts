/**
 * What the collections of a log come to, against the captured programs' own MemStats, against values
 * worked out by hand, and against bounds that must hold of any log.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { historyOfLog, sliceCycles } from "../../../src/analyze/gc/history-of-cycles.ts";
import { reportOfLog } from "../../../src/analyze/gc/report-of-log.ts";
import { summarizeGc } from "../../../src/analyze/gc/summarize-gc.ts";
import { decodeGcLog } from "../../../src/decode/gctrace/decode-gc-log.ts";
import { decodeVars } from "../../../src/decode/memstats/decode-vars.ts";

const CAPTURES = join(import.meta.dirname, "../../fixtures/captures");
const MiB = 2 ** 20;
const decode = (text: string) => decodeGcLog(new TextEncoder().encode(text));

function summaryOf(text: string) {
  const log = decode(text);
  return summarizeGc(historyOfLog(log), log.scavenges, MiB);
}

interface Line {
  readonly n: number;
  readonly at: number;
  readonly sizes?: string;
  readonly goal?: number;
  readonly cpu?: string;
  readonly end?: string;
}

function line({
  n,
  at,
  sizes = "10->12->6",
  goal = 12,
  cpu = "0.10+1.0/2.0/5.0+0.10",
  end = "",
}: Line) {
  return `gc ${n} @${at.toFixed(3)}s 1%: 0.050+4.0+0.050 ms clock, ${cpu} ms cpu, ${sizes} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P${end}\n`;
}

const PROBES = ["1.4", "1.5", "1.8", "1.11", "1.12", "1.14", "1.16", "1.19", "1.23", "1.26"];

describe.each(PROBES)("the probe program on Go %s", (version) => {
  const folder = join(CAPTURES, `probe/go${version}`);
  const stats = decodeVars(readFileSync(join(folder, "0003/vars.json"))).memStats!;
  const log = decodeGcLog(readFileSync(join(folder, "output.log")));
  const rows = log.cycles.n.indexOf(stats.NumGC!) + 1;
  const cycles = sliceCycles(log.cycles, 0, rows);
  const summary = summarizeGc(historyOfLog({ ...log, cycles }), log.scavenges, MiB);

  it("counts what MemStats count", () => {
    expect(summary.cycles).toBe(stats.NumGC);
    if (stats.NumForcedGC !== undefined) expect(summary.causes.forced).toBe(stats.NumForcedGC);
  });

  it("has TotalAlloc at the last collection within its bounds", () => {
    const [least, most] = summary.allocation!.bytes;
    const live = cycles.live[rows - 1]!;
    // From then on the heap grew by HeapAlloc − live; in Go 1.4 the last line does not say live.
    if (Number.isNaN(live)) return;
    expect(least).toBeLessThanOrEqual(stats.TotalAlloc);
    const since = stats.HeapAlloc - live;
    expect(stats.TotalAlloc - since - MiB).toBeLessThanOrEqual(most);
    expect(stats.TotalAlloc - Math.max(0, since - MiB)).toBeGreaterThanOrEqual(least);
  });

  it("adds the pauses up as MemStats do", () => {
    const told = stats.PauseNs!.reduce((sum, ns) => sum + ns, 0);
    expect(summary.pauses!.total).toBeGreaterThan(0.75 * told);
    expect(summary.pauses!.total).toBeLessThanOrEqual(told);
  });
});

describe("by hand", () => {
  const text = line({ n: 1, at: 1 }) + line({ n: 2, at: 2 }) + line({ n: 3, at: 3 });
  const summary = summaryOf(text);

  it("time, rate and intervals", () => {
    // The last one ends 4.1 ms after it began.
    expect(summary.seconds).toBeCloseTo(3.0041, 9);
    expect(summary.perMinute).toBeCloseTo(180 / 3.0041, 9);
    expect(summary).toMatchObject({ begin: 0, medianInterval: 1, longestInterval: 1 });
  });

  it("the share of the CPU: pauses, workers and assists, not idle workers", () => {
    const busy = 3 * (0.1 + 1 + 2 + 0.1);
    expect(summary.cpu.share).toBeCloseTo(busy / 1000 / (2 * 3.0041), 9);
    expect(summary.cpu.mutatorShare).toBeCloseTo(1 - summary.cpu.share!, 12);
    expect(summary.cpu).toMatchObject({ assist: 3e6, background: 6e6, idle: 15e6, pauses: 6e5 });
    expect(summary.cpu.sinceStart).toEqual([1, 2]);
  });

  it("what was allocated: 12 MiB first, then from 6 to 12 MiB twice, each ± 1", () => {
    expect(summary.allocation!.bytes).toEqual([22 * MiB, 27 * MiB]);
    expect(summary.allocation!.perSecond).toBeCloseTo((24 * MiB) / 3.0041, 3);
  });

  it("sizes are intervals of a MiB, growth a share of live", () => {
    expect(summary.heap).toMatchObject({
      lastLive: [6 * MiB, 7 * MiB],
      peak: [12 * MiB, 13 * MiB],
      goal: [12 * MiB, 13 * MiB],
      growthPerCycle: 0.92,
      pastGoal: 0,
      mostPastGoal: null,
    });
  });

  it("past the goal is each collection whose peak is above it in the table, and by how much for certain", () => {
    const told = [
      ["3->5->2", 5],
      ["11->13->7", 12],
      ["12->14->7", 14],
      ["14->21->9", 14],
    ] as const;
    const lines = told.map(([sizes, goal], i) => line({ n: i + 1, at: i + 1, sizes, goal }));
    const { heap } = summaryOf(lines.join(""));
    expect(heap).toMatchObject({ pastGoal: 2, mostPastGoal: 21 / 15 - 1 });
    const forced = summaryOf(line({ n: 1, at: 1, sizes: "20->25->2", goal: 5, end: " (forced)" }));
    expect(forced.heap.pastGoal).toBe(0);
  });

  it("pauses are counted one by one", () => {
    expect(summary.pauses).toEqual({
      count: 6,
      p50: 50_000,
      p90: 50_000,
      p99: 50_000,
      max: 50_000,
      total: 300_000,
    });
    expect(summary.pauseShare).toBeCloseTo(0.0003 / 3.0041, 12);
  });

  it("causes: the timer by its line or by two minutes without one, who forced by the mark", () => {
    const causes = summaryOf(
      `${line({ n: 1, at: 1 })}GC forced\n${line({ n: 2, at: 121 })}${line({ n: 3, at: 241 })}${line({ n: 4, at: 242, end: " (forced)" })}${line({ n: 5, at: 243 })}`,
    ).causes;
    expect(causes).toEqual({ heap: 2, timer: 2, forced: 1 });
  });

  it("a log that begins later counts from its first line on", () => {
    const later = summaryOf(line({ n: 100, at: 50 }) + line({ n: 101, at: 51 }));
    expect(later.begin).toBe(50);
    expect(later.seconds).toBeCloseTo(1.0041, 9);
    expect(later.allocation!.bytes).toEqual([5 * MiB, 7 * MiB]);
    expect(later.cpu.share).toBeCloseTo(0.0032 / (2 * 1), 6);
  });

  it("nothing is known across a gap", () => {
    const gap = summaryOf(line({ n: 1, at: 1 }) + line({ n: 5, at: 5 }));
    expect(gap.allocation!.bytes).toEqual([12 * MiB, 13 * MiB]);
    expect(gap.medianInterval).toBeNull();
  });

  it("time goes on where the program was started again", () => {
    const runs = summaryOf(text + text);
    expect(runs).toMatchObject({ runs: 2, cycles: 6 });
    expect(runs.seconds).toBeCloseTo(2 * 3.0041, 9);
    expect(runs.allocation!.bytes).toEqual([44 * MiB, 54 * MiB]);
    expect(runs.cpu.share).toBeCloseTo(summary.cpu.share!, 9);
  });

  it("GOGC=off has no goal", () => {
    const off = summaryOf(line({ n: 1, at: 1, goal: 17_592_186_044_415, end: " (forced)" }));
    expect(off.heap).toMatchObject({ goal: null, isGoalOff: true, growthPerCycle: null });
  });
});

describe("what the pattern means", () => {
  const findings = (text: string) => {
    const log = decode(text);
    const facts = { target: "x", otherLines: 0, damagedLines: 0 };
    return reportOfLog({ ...facts, histories: [historyOfLog(log)] });
  };
  const many = (count: number, one: (i: number) => Line) =>
    Array.from({ length: count }, (_, i) => line(one(i))).join("");

  it.each([
    [
      "a leak",
      many(40, (i) => ({ n: i + 1, at: i, sizes: `${i * 4}->${i * 4}->${i * 3}` })),
      /alive grew/,
    ],
    [
      "a tight limit",
      many(9, (i) => ({ n: i + 1, at: i, sizes: "99->99->95", goal: 100 })),
      /room for only/,
    ],
    ["an idle program", many(5, (i) => ({ n: i + 1, at: 120 * i + 1 })), /two-minute timer/],
    ["runtime.GC in a loop", many(9, (i) => ({ n: i + 1, at: i, end: " (forced)" })), /asked for/],
    ["much CPU", many(9, (i) => ({ n: i + 1, at: i / 100 })), /took 17 % of the CPU/],
    [
      "a small heap",
      many(99, (i) => ({ n: i + 1, at: i / 9, sizes: "3->4->2", goal: 4 })),
      /smallest goal/,
    ],
    [
      "past its goal",
      many(9, (i) => ({ n: i + 1, at: i, sizes: "10->19->6", goal: 12 })),
      /past its goal/,
    ],
  ])("%s", (_, text, sentence) => {
    expect(findings(text).findings.join("\n")).toMatch(sentence);
  });

  it("a steady program raises no alarm", () => {
    const { findings: sentences } = findings(many(50, (i) => ({ n: i + 1, at: i })));
    expect(sentences).toEqual([expect.stringMatching(/^The program allocated .* a second/)]);
  });

  it("the answer says how many, why, and the sizes", () => {
    const { answer } = findings(many(50, (i) => ({ n: i + 1, at: i + 1 })));
    expect(answer).toMatch(
      /^50 collections in 50 s \(60 a minute\), all because the heap grew: 6 MiB/,
    );
  });
});
