/**
 * Growth of the live heap over several looks: enough collections tell its rate, one that found more
 * live than the whole heap was at first tells that it grows, and without one only the heap in use is
 * known. Figures of a map that really grew (Go 1.26, 1.11 GiB a minute), in MiB.
 */
import { describe, expect, test } from "vitest";
import { growthRemark, growthSentence } from "../../src/analyze/verdicts/heap/heap-growth.ts";
import { liveHeapGrowing } from "../../src/analyze/verdicts/heap/live-heap-growing.ts";
import type { Moment } from "../../src/analyze/verdicts/rule/context.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import { HEAP_TYPES, profileFromText } from "../support/profile-text.ts";
import { randomNumbers } from "../support/random-numbers.ts";

interface Look {
  readonly t: number;
  readonly live: number;
  readonly heap: number;
  readonly gcs: number;
  /** When the last collection was; not known unless given. */
  readonly at?: number;
  /** MiB of GOMEMLIMIT, and what is neither heap nor free; with GOGC=off. */
  readonly limit?: number;
  readonly nonHeap?: number;
}

function momentOf({ t, live, heap, gcs, at, limit, nonHeap = 0 }: Look): Moment {
  const counts = { NumGC: gcs, HeapAlloc: heap * MiB, TotalAlloc: heap * MiB };
  const sizes = { Sys: (heap + nonHeap) * MiB, HeapIdle: 0, HeapReleased: 0 };
  const memStats = {
    ...counts,
    ...sizes,
    ...(at && { LastGC: 1000 + at }),
  } as unknown as MemStats;
  const environment = limit === undefined ? {} : { GOGC: "off", GOMEMLIMIT: `${limit}MiB` };
  const ledger = { id: "live", bytes: live * MiB, basis: "counted", children: [] };
  return {
    snapshot: { name: `${t}`, time: 1000 + t, meta: {}, memStats, environment, missing: [] },
    ledger: ledger as unknown as LedgerLine,
  };
}

function verdictOf(looks: readonly Look[], claimed: readonly string[] = []) {
  const moments = looks.map(momentOf);
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
  return liveHeapGrowing.judge(context, new Set(claimed));
}

/** The same, with so many samples of one line in the profile of each look. */
function verdictWithLeak(looks: readonly Look[], samples: readonly number[]) {
  const moments = looks.map(momentOf).map((moment, i) => {
    const count = samples[i]!;
    const heap = profileFromText(
      `main.leak@main.go:7 ${count} ${count * 1024} ${count} ${count * 1024}`,
      { valueTypes: HEAP_TYPES, period: 524288, rawCounts: true },
    );
    return { ...moment, snapshot: { ...moment.snapshot, heap } };
  });
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
  return liveHeapGrowing.judge(context, new Set());
}

const look = (t: number, live: number, heap: number, gcs: number): Look => ({ t, live, heap, gcs });

describe("one collection between the looks", () => {
  const grown = [
    look(0, 196, 293, 4),
    look(4, 196, 370, 4),
    look(8, 383, 440, 5),
    look(12, 383, 515, 5),
  ];

  test("that found more than the first heap had is growth, with its bounds", () => {
    const verdict = verdictOf(grown);
    // 383 − 293 came to stay in 12 s; at the most it is 515 − 196; the heap in use grew by 222.
    expect(verdict?.headline).toBe(
      "The live heap grows by 1.08 GiB a minute (450 MiB to 1.56 GiB).",
    );
    expect(verdict).toMatchObject({ confidence: "low", grows: true });
    expect(verdict?.evidence[0]).toMatchObject({ source: "one collection between the snapshots" });
  });

  test("that found no more than the first heap had is none: it may be garbage", () =>
    expect(
      verdictOf(grown.map((at) => ({ ...at, live: Math.min(at.live, 300) }))),
    ).toBeUndefined());
});

test("without a collection the growth of the heap in use is said, and that it may be garbage", () => {
  const looks = [look(0, 751, 780, 6), look(6, 751, 896, 6)];
  expect(verdictOf(looks)).toBeUndefined();
  const moments = looks.map(momentOf);
  const sentence =
    "The heap in use grew by 116 MiB in 6 s, without a collection: how much of that is live only a collection tells.";
  expect(growthSentence({ moments }).trim()).toBe(sentence);
  expect(growthRemark(moments, [])).toEqual([sentence]);
  expect(growthRemark(moments.slice(0, 1), [])).toEqual([]);
});

test("a heap that hardly grew is not spoken of", () => {
  const looks = [look(0, 751, 780, 6), look(6, 751, 786, 6)].map(momentOf);
  expect(growthRemark(looks, [])).toEqual([]);
});

test("three collections tell a rate: the ledger's change, in an interval that holds the heap in use, too", () => {
  const verdict = verdictOf([
    look(0, 100, 180, 4),
    look(5, 130, 200, 5),
    look(10, 170, 260, 6),
    look(15, 200, 300, 7),
    look(20, 230.6, 393, 8),
  ]);
  // (230.6 − 100) MiB in 20 s; HeapAlloc grew by 213 MiB in that time.
  expect(verdict?.headline).toMatch(/grows by 392 MiB a minute \(3\d\d MiB to 639 MiB\)/);
});

test("where collections have their times, the rate is that from one to the other", () => {
  // 2 MiB a second stay; the looks come long after some collections and soon after others.
  const at = [-3, 4.5, 9, 11, 19.5];
  const looks = at.map((gc, i) => ({ ...look(5 * i, 100 + 2 * gc, 180 + 30 * i, 4 + i), at: gc }));
  expect(verdictOf(looks)?.headline).toBe(
    "The live heap grows by 120 MiB a minute (120 MiB to 120 MiB).",
  );
});

test("what may have been one step up is said as that, and as no rate", () => {
  const looks = [look(0, 1, 3, 4), look(4, 1, 40, 5), look(12, 203, 210, 7)];
  const verdict = verdictOf(looks.map((each) => ({ ...each, at: each.t })));
  expect(verdict?.headline).toBe("The live heap grew by 202 MiB in 12 s, and may go on growing.");
  expect(verdict?.confidence).toBe("low");
});

describe("where it grows", () => {
  const looks = [0, 5, 10, 15, 20].map((t, i) => look(t, 100 + 2 * t, 180 + 30 * i, 4 + i));
  /** Each sample of a 1 KiB object stands for 0.5 MiB. */
  const profile = (leak: number, cache: number) =>
    profileFromText(
      `main.leak@main.go:7 ${leak} ${leak * 1024} ${leak} ${leak * 1024}
       main.cache@main.go:9 900 921600 ${cache} ${cache * 1024}`,
      { valueTypes: HEAP_TYPES, period: 524288, rawCounts: true },
    );
  const line = (name: string, at: number, samples: number) => ({
    ...{
      function: `main.${name}`,
      file: "/src/main.go",
      line: at,
      samples,
      resolvable: samples > 8,
    },
    ...{ bytes: samples * MiB, bytesRange: [0, 0] as const, objects: samples, callers: [] },
    objectsRange: [0, 0] as const,
  });
  const headlineOf = (before: [number, number], after: [number, number]) => {
    const moments = looks.map(momentOf).map((moment, i) => {
      const heap = profile(...(i < looks.length - 1 ? before : after));
      return { ...moment, snapshot: { ...moment.snapshot, heap } };
    });
    const snapshots = moments.map(({ snapshot }) => snapshot);
    const code = [line("cache", 9, after[1]), line("leak", 7, after[0])];
    const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, code);
    return liveHeapGrowing.judge(context, new Set())?.headline;
  };

  test("is said of the line that makes most of it, also where another holds more", () =>
    expect(headlineOf([20, 200], [110, 200])).toMatch(
      /\), most of it at main\.go:7 \(main\.leak\)\.$/,
    ));

  test("is not said to be most of it where it is less than half", () =>
    expect(headlineOf([20, 200], [50, 200])).toMatch(
      /\), more than anywhere else at main\.go:7 \(main\.leak\)\.$/,
    ));

  test("is not known where the samples make no line's growth certain: what holds most is that alone", () => {
    expect(headlineOf([20, 200], [21, 203])).toMatch(
      / \(what holds most is main\.go:9 \(main\.cache\)\)\.$/,
    );
    expect(headlineOf([1, 2], [1, 3])).toMatch(/MiB\)\.$/);
  });
});

test("what goroutines that pile up hold is their verdict's, and grows in no other", () => {
  const looks = [0, 5, 10, 15, 20].map((t, i) => look(t, 100 + 2 * t, 180 + 30 * i, 4 + i));
  expect(verdictOf(looks)).toBeDefined();
  expect(verdictOf(looks, ["stacks", "live"])).toBeUndefined();
});

test("to GOMEMLIMIT it is what is live that has to grow: garbage gives way", () => {
  // 2 MiB a second, 140 MiB live at the end and 10 beside the heap: 50 of 200 MiB are left.
  const looks = [0, 5, 10, 15, 20].map((t, i) => ({
    ...look(t, 100 + 2 * t, 180, 4 + i),
    at: t - 0.1,
    limit: 200,
    nonHeap: 10,
  }));
  const [reaches] = verdictOf(looks)!.forecast!;
  expect(reaches).toMatchObject({ what: "reaches", bytes: 200 * MiB, earliest: 25, latest: 25 });
});

describe("a live heap that went up and down, as marking takes long on a busy machine", () => {
  // As it was found of a leak of 3.75 MiB/s beside three busy loops (Go 1.26).
  const found = [118.4, 114.3, 119.5, 123.5, 132];
  const looks = found.map((live, i): Look => {
    const t = 1.5 * i;
    return { t, live, heap: live + 5, gcs: 21 + 6 * i, at: t - 0.1 };
  });
  const withLeak = (samples: readonly number[]) => verdictWithLeak(looks, samples);

  test("grows where a line has gained most of it in the profiles, and never lost any", () => {
    const verdict = withLeak([200, 213, 224, 236, 249]);
    expect(verdict?.headline).toMatch(
      /^The live heap grew by 13\.6 MiB in 6 s.*may go on growing\.$/,
    );
    expect(verdict?.confidence).toBe("medium");
  });

  test("may be as it was where no line gains steadily", () => {
    expect(withLeak([200, 224, 213, 236, 249])).toBeUndefined();
    expect(withLeak([200, 201, 202, 203, 204])).toBeUndefined();
    expect(verdictOf(looks)).toBeUndefined();
  });

  test("is said to have grown where it did so notably, and that more looks tell", () => {
    const up = looks.map((one, i) => ({ ...one, live: [118, 105, 125, 112, 140][i]! }));
    expect(verdictOf(up)).toBeUndefined();
    const moments = up.map(momentOf);
    const told = "by 22.0 MiB in 6 s, but went up and down: more looks tell whether it goes on.";
    expect(growthSentence({ moments })).toBe(` It grew ${told}`);
    expect(growthRemark(moments, [])).toEqual([`The live heap grew ${told}`]);
    expect(growthSentence({ moments: looks.slice(0, 4).map(momentOf) })).toBe("");
  });
});

describe("a slow leak", () => {
  // 0.6 MiB a minute, as a recorder looks; each sample of a 1 KiB object stands for 0.5 MiB.
  const slow = (spread: number, minutes = 10) => {
    const looks = [0, 0.25, 0.5, 0.75, 1].map((share, i): Look => {
      const t = 60 * minutes * share;
      const live = 40 + 0.01 * t + spread * [0, 1, -1, 1, 0][i]!;
      return { t, live, heap: live + 5, gcs: 21 + 6 * i, at: t - 0.1 };
    });
    const samples = looks.map((_, i) => 40 + Math.round((12 * minutes * i) / 40));
    return verdictWithLeak(looks, samples);
  };

  test("is told after ten minutes, where the heap rises for certain and a line does too", () => {
    expect(slow(0.1)?.headline).toMatch(/^The live heap grows by 614 KiB a minute \(/);
  });

  test("is not told of what may be scatter, nor of a minute or two", () => {
    expect(slow(4)).toBeUndefined();
    expect(slow(0.1, 2)).toBeUndefined();
  });

  test("is not told where no line of code rises with it", () => {
    const looks = [0, 150, 300, 450, 600].map((t, i) => ({
      ...look(t, 40 + 0.01 * t, 50, 21 + 6 * i),
      at: t,
    }));
    expect(verdictOf(looks)).toBeUndefined();
  });
});

test("a heap that comes and goes as it likes is not said to grow, but seldom", () => {
  // Half of what lives at a collection lives at the next: as a server under even load.
  const random = randomNumbers(7);
  const noise = () => random() + random() + random() - 1.5;
  const told = Array.from({ length: 400 }, () => {
    let level = noise();
    const looks = [0, 2, 4, 6, 8, 10].map((t, i): Look => {
      level = 0.5 * level + noise();
      const live = 50 + 12 * level;
      return { t, live, heap: 2 * live, gcs: 21 + 3 * i, at: t - 0.1 };
    });
    return verdictOf(looks) !== undefined;
  });
  expect(told.filter(Boolean).length).toBeLessThan(0.02 * told.length);
});
