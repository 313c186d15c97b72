/** The model on programs made up of numbers, where arithmetic says what has to come out. */
import { describe, expect, test } from "vitest";
import { pacerRules } from "../../../src/analyze/heap-model/pacer/pick-pacer-rules.ts";
import { inferGogc } from "../../../src/analyze/what-if/infer-gogc.ts";
import { liveTrack } from "../../../src/analyze/what-if/live-track.ts";
import { valueAt } from "../../../src/analyze/what-if/track.ts";
import { whatIfOf } from "../../../src/analyze/what-if/what-if.ts";
import type { WhatIfInput } from "../../../src/analyze/what-if/what-if-input.ts";
import type {
  WhatIfRefusal,
  WhatIfRow,
  WhatIfTable,
} from "../../../src/analyze/what-if/what-if-table.ts";
import { MiB } from "../../../src/base/units.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { decodeGcLog } from "../../../src/decode/gctrace/decode-gc-log.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import type { GcCycles } from "../../../src/model/gc-log.ts";
import type { MemStats } from "../../../src/model/mem-stats.ts";
import { CAPTURE_NAMES, readCapture } from "../../support/captures.ts";

interface Program {
  /** MiB live, and MiB allocated each second. */
  readonly live: number;
  readonly rate: number;
  readonly gogc: number;
  readonly cycles: number;
  /** Milliseconds of one processor that a collection takes. */
  readonly cost: number;
  readonly forced?: boolean;
}

/** As Go 1.26 with two processors would trace it, sizes rounded down as there. */
function traceOf({ live, rate, gogc, cycles, cost, forced = false }: Program): GcCycles {
  const goal = live * (1 + gogc / 100);
  const lines: string[] = [];
  for (let n = 1; n <= cycles; n++) {
    const at = ((n * (goal - live)) / rate).toFixed(3);
    const sizes = `${Math.floor(goal)}->${Math.floor(goal)}->${Math.floor(live)} MB, ${Math.floor(goal)} MB goal`;
    const cpu = `0.0+0/${cost}/0+0.0 ms cpu`;
    lines.push(
      `gc ${n + 10} @${at}s 1%: 0.0+${cost}+0.0 ms clock, ${cpu}, ${sizes}, 0 MB stacks, 0 MB globals, 2 P${forced ? " (forced)" : ""}`,
    );
  }
  return decodeGcLog(new TextEncoder().encode(`${lines.join("\n")}\n`)).cycles;
}

const STEADY: Program = { live: 100, rate: 200, gogc: 100, cycles: 40, cost: 20 };

function inputOf(program: Program, more: Partial<WhatIfInput> = {}): WhatIfInput {
  return { cycles: traceOf(program), looks: [], ...more };
}

function tableOf(answer: WhatIfTable | WhatIfRefusal): WhatIfTable {
  if (answer.kind === "refused") throw new Error(answer.reason);
  return answer;
}

function rowOf(table: WhatIfTable, gogc: number | null, memlimit: number | null = null): WhatIfRow {
  return table.rows.find(({ settings: s }) => s.gogc === gogc && s.memlimit === memlimit)!;
}

function expectNear(value: number, wanted: number, part: number): void {
  expect(Math.abs(value / wanted - 1)).toBeLessThan(part);
}

describe("a program whose live heap stays", () => {
  const questions = [{ gogc: 50 }, { gogc: 200 }, { gogc: 400 }];
  const table = tableOf(whatIfOf(inputOf(STEADY), questions));

  test("the present settings are told from the goals, and have a row of their own", () => {
    expect(table.present).toEqual({ gogc: 100, memlimit: null });
    expect(
      table.rows.filter(({ isPresent }) => isPresent).map(({ settings }) => settings.gogc),
    ).toEqual([100]);
  });

  test.each([50, 100, 200, 400])("GOGC=%i: the goal, and what follows from it", (gogc) => {
    const row = rowOf(table, gogc);
    const growth = STEADY.live * (gogc / 100);
    const perSecond = STEADY.rate / growth;
    expectNear(row.peakHeap.value / MiB, STEADY.live + growth, 0.03);
    expectNear(row.cyclesPerMinute.value, 60 * perSecond, 0.06);
    expectNear(row.gcCpuShare!.value, (perSecond * STEADY.cost) / 1000 / 2, 0.08);
  });

  test("each number lies in its interval", () => {
    for (const { peakHeap, peakRss, cyclesPerMinute, gcCpuShare } of table.rows) {
      for (const { value, range } of [peakHeap, peakRss, cyclesPerMinute, gcCpuShare!]) {
        expect(range[0]).toBeLessThanOrEqual(value);
        expect(range[1]).toBeGreaterThanOrEqual(value);
      }
    }
  });

  test("RSS goes with the highest that was seen, whatever looks there were", () => {
    const seen = tableOf(whatIfOf(inputOf(STEADY, { peakRss: 260 * MiB }), questions));
    expectNear(rowOf(seen, 100).peakRss.value / MiB, 260, 0.001);
    expect(rowOf(seen, 50).peakRss.value).toBeLessThan(0.8 * 260 * MiB);
    expect(seen.assumptions.join(" ")).not.toContain("Nobody looked at RSS");
  });

  test("the same question has the same answer", () => {
    expect(whatIfOf(inputOf(STEADY), questions)).toEqual(table);
  });
});

describe("a memory limit", () => {
  const ask = (memlimit: number, gogc: number | null = 100) =>
    tableOf(whatIfOf(inputOf(STEADY), [{ memlimit: memlimit * MiB, gogc }])).rows.at(-1)!;

  test("keeps the heap below it, the more collections the lower it is", () => {
    const rows = [180, 160, 140].map((limit) => ask(limit));
    const peaks = rows.map(({ peakHeap }) => peakHeap.value / MiB);
    expect(peaks[0]).toBeLessThan(180);
    expect(peaks[1]).toBeLessThan(160);
    expect(peaks[2]).toBeLessThan(140);
    expect(rows[2]!.cyclesPerMinute.value).toBeGreaterThan(rows[0]!.cyclesPerMinute.value);
    expect(rows[0]!.warnings).toEqual([]);
  });

  test("beyond what GOGC needs, changes nothing", () => {
    const far = ask(1000);
    expectNear(far.peakHeap.value / MiB, 200, 0.03);
  });

  test("with GOGC=off makes the goal alone", () => {
    const row = ask(500, null);
    expect(row.peakHeap.value / MiB).toBeGreaterThan(380);
    expect(row.peakHeap.value / MiB).toBeLessThan(500);
    expect(row.warnings).toEqual([]);
  });

  test("near the live heap is warned of, before the spiral and in it", () => {
    expect(ask(118).warnings).toContain("tight");
    expect(ask(60).warnings).toContain("tight");
    const busy = { ...STEADY, rate: 2000, cost: 80 };
    const answer = tableOf(whatIfOf(inputOf(busy), [{ memlimit: 60 * MiB }]));
    expect(answer.rows.at(-1)!.warnings).toContain("limiter");
  });

  test("is no question for a Go that has none", () => {
    const go = { raw: "go1.17", major: 1, minor: 17, patch: 0 };
    const answer = whatIfOf(inputOf(STEADY, { go }), [{ memlimit: 100 * MiB }]);
    expect(answer).toMatchObject({ kind: "refused", reason: expect.stringContaining("1.19") });
  });

  test("without any, GOGC=off has no end", () => {
    expect(tableOf(whatIfOf(inputOf(STEADY), [{ gogc: null }])).rows.at(-1)!.warnings).toEqual([
      "endless",
    ]);
  });
});

describe("the recommendation", () => {
  const recommend = (limit: number) =>
    tableOf(
      whatIfOf(inputOf(STEADY, { limit: { bytes: limit * MiB, source: "--limit" } }), [
        { gogc: 50 },
      ]),
    );

  test("stays below the limit with a margin, also with the upper end of its interval", () => {
    const table = recommend(400);
    const best = table.rows.find(({ isRecommended }) => isRecommended)!;
    expect(best.peakRss.range[1]).toBeLessThanOrEqual(0.95 * 400 * MiB);
    expect(table.recommendation!.environment.join(" ")).toContain("GOGC=");
    expect(table.recommendation!.sentence).toContain("400 MiB allowed (--limit)");
  });

  test("no setting that is asked for and fits costs less CPU by more than half a percent", () => {
    for (const limit of [250, 400, 900]) {
      const { rows } = recommend(limit);
      const best = rows.find(({ isRecommended }) => isRecommended)!;
      const fitting = rows.filter(({ peakRss }) => peakRss.range[1] <= 0.95 * limit * MiB);
      for (const row of fitting) {
        expect(best.gcCpuShare!.value).toBeLessThanOrEqual(row.gcCpuShare!.value + 0.005);
      }
    }
  });

  test("of a memory limit says from which live heap on it would collect all the time", () => {
    const { recommendation, present } = recommend(600);
    expect(present.memlimit).toBeNull();
    if (recommendation!.settings!.memlimit === null) return;
    const [, live] = /all the time if (\d+) MiB were live/.exec(recommendation!.sentence)!;
    const limit = recommendation!.settings!.memlimit / MiB;
    expect(Number(live)).toBeGreaterThan(0.7 * limit);
    expect(Number(live)).toBeLessThan(limit / 1.1);
  });

  test("says so where nothing fits", () => {
    const { recommendation, rows } = recommend(90);
    expect(recommendation!.settings).toBeUndefined();
    expect(recommendation!.sentence).toMatch(
      /^No setting keeps this program 5 % below 90.0 MiB \(--limit\) for certain: GOGC=\d+ comes nearest, with a peak of about \d+ MiB\. /,
    );
    expect(rows.every(({ warnings }) => warnings.includes("over"))).toBe(true);
  });
});

test("where the middle fits and the upper end does not, it says both", () => {
  const lowest = (limit: number) =>
    tableOf(
      whatIfOf(inputOf(STEADY, { limit: { bytes: limit * MiB, source: "--limit" } }), [
        { gogc: 25 },
      ]),
    );
  const { peakRss } = lowest(90).rows.find(({ settings }) => settings.gogc === 25)!;
  const limit = Math.ceil(peakRss.value / MiB) + 1;
  const { sentence } = lowest(limit).recommendation!;
  const [, about, upTo] = /about ([\d.]+) MiB, but perhaps up to ([\d.]+) MiB/.exec(sentence)!;
  expect(Number(about)).toBeLessThanOrEqual(limit);
  expect(Number(upTo)).toBeGreaterThan(0.95 * limit);
});

describe("refuses", () => {
  const reasonOf = (input: WhatIfInput) => {
    const answer = whatIfOf(input, [{ gogc: 50 }]);
    return answer.kind === "refused" ? answer.reason : "";
  };

  test("too few collections", () => {
    expect(reasonOf(inputOf({ ...STEADY, cycles: 4 }))).toContain("4 collections");
  });

  test("collections that the program called for", () => {
    expect(reasonOf(inputOf({ ...STEADY, forced: true }))).toContain("all of them were called for");
  });

  test("no collections at all", () => {
    expect(reasonOf({ looks: [] })).toContain("how often it collects");
  });

  test("looks between which it did not collect, with their time", () => {
    const at = (time: number, NumGC: number) => ({
      time,
      stats: { NumGC, TotalAlloc: MiB, NextGC: 4 * MiB } as MemStats,
    });
    expect(reasonOf({ looks: [at(1000, 5), at(1030, 5)] })).toBe(
      "It did not collect in the 30 s from the first look to the last.",
    );
  });

  test("one collection between looks, in the time from the first to the last", () => {
    const at = (time: number, NumGC: number) => ({
      time,
      stats: { NumGC, TotalAlloc: NumGC * MiB, NextGC: 40 * MiB } as MemStats,
    });
    const settings = { gogc: 100, memlimit: null };
    expect(reasonOf({ settings, looks: [at(1000, 5), at(1030, 6)] })).toBe(
      "1 collection was seen in 30 s; at least 5 that the growth of the heap started are needed.",
    );
  });

  test("Go 1.4, whose trace has no times", () => {
    const { gcLog, go } = decodeBundle(readCapture("seed/go1.4.3"), { gunzip });
    expect(reasonOf({ cycles: gcLog!.cycles, go: go!, looks: [] })).toContain("Go 1.4");
  });

  test("goals that follow no GOGC", () => {
    const cycles = traceOf(STEADY);
    const goal = cycles.goal.map((bytes, i) => bytes + (i % 2) * 40 * MiB);
    expect(reasonOf({ cycles: { ...cycles, goal }, looks: [] })).toContain("follow no GOGC");
  });
});

describe("a program that sets GOGC while it is traced", () => {
  /** 30 collections of one after 40 of another, numbered and timed through. */
  const joined = (before: Program, after: Program): GcCycles => {
    const [a, b] = [traceOf(before), traceOf({ ...after, cycles: 30 })];
    const end = a.at[a.length - 1]!;
    const columns = Object.keys(a).map((name) => {
      const [x, y] = [a[name as keyof GcCycles], b[name as keyof GcCycles]] as Float64Array[];
      if (name === "length") return [name, a.length + b.length];
      const shift = name === "n" ? a.length : name === "at" ? end : 0;
      return [name, Float64Array.from([...x!, ...y!.map((value) => value + shift)])];
    });
    return Object.fromEntries(columns);
  };

  test("is told by the collections since", () => {
    const cycles = joined(STEADY, { ...STEADY, gogc: 400 });
    const settings = { gogc: 100, memlimit: null };
    for (const more of [{}, { settings, isSettingOfStart: true }]) {
      const table = tableOf(whatIfOf({ cycles, looks: [], ...more }, [{ gogc: 100 }]));
      expect(table.present.gogc).toBe(400);
      expect(table.presentSource).toContain("since gc 51, as the program set GOGC then");
      expectNear(rowOf(table, 400).peakHeap.value, 500 * MiB, 0.05);
      expectNear(rowOf(table, 100).cyclesPerMinute.value, 120, 0.1);
    }
  });

  test("goals that sink may be a memory limit's: then it is not told", () => {
    const cycles = joined(STEADY, { ...STEADY, gogc: 50 });
    const answer = whatIfOf({ cycles, looks: [] }, []);
    expect(answer.kind).toBe("refused");
    expect(JSON.stringify(answer)).toContain("or it was changed meanwhile");
  });
});

describe("GOGC from the goals", () => {
  test.each([25, 50, 75, 100, 150, 200, 400])("%i", (gogc) => {
    expect(inferGogc(traceOf({ ...STEADY, gogc }), pacerRules(undefined))).toBe(gogc);
  });

  /** A cache that loads (Go 1.26, the default GOGC): only two of its collections marked 8 MiB or more. */
  const LOADING = `gc 1 @0.048s 5%: 2.9+5.8+0.006 ms clock, 5.8+5.3/0.055/0+0.013 ms cpu, 3->4->3 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P
gc 2 @0.163s 18%: 60+47+0.005 ms clock, 120+0.38/0/0+0.011 ms cpu, 6->7->7 MB, 7 MB goal, 0 MB stacks, 0 MB globals, 2 P
gc 3 @0.345s 18%: 19+20+0.048 ms clock, 38+0.20/1.0/0+0.096 ms cpu, 13->14->14 MB, 15 MB goal, 0 MB stacks, 0 MB globals, 2 P
gc 4 @0.709s 13%: 0.025+91+0.004 ms clock, 0.050+0.43/77/0+0.009 ms cpu, 26->30->29 MB, 28 MB goal, 0 MB stacks, 0 MB globals, 2 P
gc 5 @0.933s 11%: 0.20+45+0.53 ms clock, 0.40+0/1.4/5.9+1.0 ms cpu, 56->59->58 MB, 59 MB goal, 0 MB stacks, 0 MB globals, 2 P
`;
  const loading = decodeGcLog(new TextEncoder().encode(LOADING)).cycles;

  test("of a program that still loads, from its small heaps too", () => {
    expect(inferGogc(loading, pacerRules(undefined))).toBe(100);
    expect(whatIfOf({ cycles: loading, looks: [] }, [{ gogc: 50 }]).kind).not.toBe("refused");
  });

  test("is not told where too few heaps leave several, and that says so", () => {
    const goal = loading.goal.map((bytes, i) => (i === 4 ? 0 : bytes));
    const cycles = { ...loading, goal };
    expect(inferGogc(cycles, pacerRules(undefined))).toBeUndefined();
    // A limit that what is live has passed: each goal is what the collection before found.
    const past = { ...cycles, goal: cycles.live.map((_, i) => cycles.live[Math.max(0, i - 1)]!) };
    expect(inferGogc(past, pacerRules(undefined))).toBeUndefined();
    expect(whatIfOf({ cycles, looks: [] }, [{ gogc: 50 }])).toMatchObject({
      reason: expect.stringContaining("Too few of its collections"),
    });
  });

  test("an unusual one, as near as rounded sizes tell", () => {
    const told = inferGogc(traceOf({ ...STEADY, gogc: 130 }), pacerRules(undefined));
    expect(Math.abs(told! - 130)).toBeLessThan(5);
  });

  describe("where the program set another than it was started with", () => {
    const started = { settings: { gogc: 100, memlimit: null }, isSettingOfStart: true };
    const presentOf = (program: Program, more: Partial<WhatIfInput>) =>
      tableOf(whatIfOf(inputOf(program, more), [{ gogc: 200 }]));
    const other = { ...STEADY, gogc: 400 };

    test("the goals go before the environment", () => {
      const { present, presentSource, rows } = presentOf(other, started);
      expect(present).toEqual({ gogc: 400, memlimit: null });
      expect(presentSource).toContain("started with GOGC=100");
      expectNear(rows.find(({ isPresent }) => isPresent)!.peakHeap.value / MiB, 500, 0.03);
    });

    test("what the runtime says of itself goes before the goals", () => {
      const near = { ...STEADY, gogc: 130 };
      const { present } = presentOf(near, { ...started, isSettingOfStart: false });
      expect(present.gogc).toBe(100);
      expect(presentOf(near, started).present.gogc).toBeGreaterThan(125);
    });

    test("what it was started with holds where the goals agree, or a limit makes them lower", () => {
      expect(presentOf(STEADY, started).present.gogc).toBe(100);
      const limited = { gogc: 400, memlimit: 220 * MiB };
      expect(presentOf(STEADY, { ...started, settings: limited }).present).toEqual(limited);
    });
  });

  /** All ran with the default, and the real runtime's goals must say so, or not enough. */
  test.each(CAPTURE_NAMES)("%s ran with 100", (name) => {
    const { gcLog, go } = decodeBundle(readCapture(name), { gunzip });
    if (gcLog === undefined) return;
    expect([100, undefined]).toContain(inferGogc(gcLog.cycles, pacerRules(go)));
  });
});

describe("tracks", () => {
  const track = { x: [0, 10, 20], y: [0, 100, 100] };

  test("are straight between their points and level outside", () => {
    expect([-1, 0, 5, 15, 30].map((x) => valueAt(track, x))).toEqual([0, 0, 50, 100, 100]);
    expect(valueAt({ x: [], y: [] }, 1)).toBeNaN();
  });

  test("of a live heap grow at their pace and fall at once, from one height where they can", () => {
    const found = { x: [0, 10, 20, 30, 40], y: [0, 10, 20, 5, 15] };
    const live = liveTrack(found, () => 0.5);
    expect(valueAt(live, 24.9)).toBeCloseTo(24.9, 5);
    expect(valueAt(live, 25.1)).toBeLessThan(1);
    expect(valueAt(live, 30)).toBe(5);
  });
});
