/** Ranges in addresses, moments that are drawn, parts of RSS as areas. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisText, axisTickText } from "../../src/web/charts/chart-axis.ts";
import { spanText } from "../../src/web/format-time.ts";
import { bandRows, heldShare, heldText } from "../../src/web/time/band-rows.ts";
import { bridged } from "../../src/web/time/bridged.ts";
import { chartRows, valuesAt } from "../../src/web/time/chart-rows.ts";
import { netParts, toldBytes } from "../../src/web/time/net-parts.ts";
import {
  endsWithLast,
  follows,
  formatRangeText,
  nearestTo,
  parseRange,
  rangeAt,
  windowOf,
} from "../../src/web/time/range.ts";
import { restartTimes } from "../../src/web/time/restart-times.ts";
import { timeHeadline } from "../../src/web/time/time-text.ts";

const seconds = fc.integer({ min: 0, max: 4e12 }).map((ms) => ms / 1000);

describe("ranges in the address", () => {
  test("come back as they were, to a millisecond, whichever end is first", () => {
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        const range = { from: Math.min(a, b), to: Math.max(a, b) };
        expect(parseRange(formatRangeText({ from: a, to: b }))).toEqual(range);
      }),
    );
  });

  test.each(["", "1h", "5~4", "a~b", "1e3~1e4", "-5~3", "1~2~3", "99999999999999~1"])(
    "%j is no fixed range",
    (text) => expect(parseRange(text)).toBeNull(),
  );

  test.each([
    ["", 10_000 - 3600],
    ["15m", 10_000 - 900],
    ["all", 0],
    ["1d", 0],
    ["nonsense", 10_000 - 3600],
  ])("%j ends now", (text, from) => {
    expect(rangeAt(text, 10_000)).toEqual({ from, to: 10_000 });
    expect(follows(text)).toBe(true);
  });

  test.each<[string, object | undefined]>([
    ["", undefined],
    ["all", undefined],
    ["nonsense", undefined],
    ["15m", { from: 9100, to: 10_000 }],
    ["5~7", { from: 5, to: 7 }],
  ])("%j of a file, whose time ends with its last look", (text, range) => {
    expect(windowOf(text, 10_000)).toEqual(range);
  });

  test("a fixed one stays where it is", () => {
    expect(rangeAt("5~7.25", 10_000)).toEqual({ from: 5, to: 7.25 });
    expect(rangeAt("5~7.25", 10_000, 6)).toEqual({ from: 5, to: 7.25 });
  });

  test("one that would have nothing in it ends with the last look", () => {
    expect(rangeAt("15m", 10_000, 9_100)).toEqual({ from: 9_100, to: 10_000 });
    expect(rangeAt("15m", 10_000, 9_099)).toEqual({ from: 8_199, to: 9_099 });
    expect(rangeAt("all", 10_000, 1)).toEqual({ from: 0, to: 10_000 });
    const ends = (text: string, last: number) => endsWithLast(text, 10_000, last);
    expect([ends("15m", 9_099), ends("15m", 10_000), ends("9~10", 1)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(follows("5~7.25")).toBe(false);
  });

  test("means the last moment in it, else the nearest", () => {
    const times = [10, null, 20, 30, 40];
    expect(nearestTo(times, { from: 15, to: 35 })).toBe(3);
    expect(nearestTo(times, { from: 21, to: 23 })).toBe(2);
    expect(nearestTo(times, { from: 90, to: 99 })).toBe(4);
    expect(nearestTo([null, null], { from: 0, to: 9 })).toBe(-1);
  });
});

describe("moments that are drawn", () => {
  const every = (step: number, count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => from + i * step);

  test("a time without looks is a gap, another pace is none", () => {
    const times = [...every(15, 4), ...every(15, 4, 600)];
    const rows = chartRows(times, [], times, 100);
    expect(rows.rows).toEqual([0, 1, 2, 3, -1, 4, 5, 6, 7]);
    expect(rows.times[4]).toBe((45 + 600) / 2);
    expect(valuesAt(times, rows)[4]).toBeNull();
    const thinned = [...every(300, 5), ...every(15, 5, 1500)];
    expect(chartRows(thinned, [], thinned, 100).rows).not.toContain(-1);
  });

  test("nothing is drawn from one process to the next", () => {
    const times = every(15, 4);
    expect(chartRows(times, [1], times, 100).rows).toEqual([0, 1, -1, 2, 3]);
  });

  test("no more than there is room for, and the peaks among them", () => {
    const heights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(heights, fc.integer({ min: 5, max: 50 }), (height, most) => {
        const times = every(15, height.length, 1e9);
        const { rows } = chartRows(times, [], height, most);
        expect(rows.length).toBeLessThanOrEqual(Math.min(height.length, most + 3));
        expect(rows[0]).toBe(0);
        expect(rows.at(-1)).toBe(height.length - 1);
        expect(Math.max(...rows.map((row) => height[row]!))).toBe(Math.max(...height));
        expect([...rows].sort((a, b) => a - b)).toEqual(rows);
      }),
    );
  });
});

describe("what a program was seldom asked for", () => {
  /** A look every 15 s, and an answer at those rows. */
  const tableOf = (count: number, answers: readonly number[], restarts: readonly number[] = []) => {
    const rows = [...Array(count).keys()];
    return {
      table: { times: rows.map((row) => 15 * row), rss: rows.map(() => 1), restarts },
      column: rows.map((row) => (answers.includes(row) ? 100 * row : null)),
    };
  };
  const drawn = ({ table, column }: ReturnType<typeof tableOf>) => bridged(table, column);

  test("is a line from answer to answer, and nothing before the first or after the last", () => {
    const expected = [null, 100, 200, 300, 400, 500, 600, 700, null];
    expect(drawn(tableOf(9, [1, 4, 7]))).toEqual(expected);
  });

  test("an answer that stayed out is a gap", () => {
    const values = drawn(tableOf(20, [0, 1, 2, 3, 14, 15, 16, 17]));
    expect(values.slice(4, 14)).toEqual(Array(10).fill(null));
  });

  test("nothing is drawn over a restart or a time without looks", () => {
    expect(drawn(tableOf(7, [0, 3, 6], [4]))).toEqual([0, 100, 200, 300, null, null, 600]);
    const { table, column } = tableOf(4, [0, 3]);
    expect(bridged({ ...table, rss: [1, 1, null, 1] }, column)).toEqual(column);
  });
});

describe("parts of RSS as areas", () => {
  const part = (id: string, ...bytes: (number | null)[]) => ({ id, title: id, bytes });
  const KiB = 1024;

  test("a negative line is taken off those that it corrects, by their share", () => {
    const parts = [
      part("live", 300 * KiB),
      part("idle", 100 * KiB),
      part("program-file", 50 * KiB),
      part("heap-difference", -40 * KiB),
    ];
    const netted = netParts({ parts, rss: [410 * KiB] });
    expect(netted.parts.map(({ id, bytes }) => [id, bytes[0]])).toEqual([
      ["live", 270 * KiB],
      ["idle", 90 * KiB],
      ["program-file", 50 * KiB],
    ]);
    expect(netted.difference).toEqual([-40 * KiB]);
  });

  test("where the kernel alone was asked nothing is said of what Go tells, but what it moved by is", () => {
    const table = { heapAlloc: [1, null] };
    expect(toldBytes(part("live", 10, 10), table)).toEqual([10, null]);
    expect(toldBytes(part("heap-difference", 0, 5), table)).toEqual([0, 5]);
    expect(toldBytes(part("program-file", 3, 3), table)).toEqual([3, 3]);
  });

  test("more than the heap has is taken off the others", () => {
    const parts = [part("live", 10 * KiB), part("outside-go", 100 * KiB)];
    const netted = netParts({ parts, rss: [55 * KiB] });
    expect(netted.parts.map(({ id }) => id)).toEqual(["outside-go"]);
    expect(netted.parts[0]!.bytes[0]).toBeCloseTo(55 * KiB, 6);
    expect(netted.difference).toEqual([-55 * KiB]);
  });

  test("the pile never ends above RSS, nothing is below 0, gaps stay gaps", () => {
    const bytes = fc.option(fc.integer({ min: -1e9, max: 1e9 }));
    const moment = fc.array(bytes, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(moment, fc.option(fc.nat(2e9)), (values, rss) => {
        const ids = ["live", "idle", "meta", "heap-difference"];
        const parts = ids.map((id, i) => part(id, values[i]!));
        const netted = netParts({ parts, rss: [rss] });
        const shown = netted.parts.map((one) => one.bytes[0]!);
        for (const value of shown) expect(value).toBeGreaterThanOrEqual(0);
        const sum = shown.reduce((a, b) => a + b, 0);
        if (rss !== null) expect(sum).toBeLessThanOrEqual(rss + 4096 + 1e-3);
        else expect(netted.difference).toEqual([null]);
      }),
    );
  });
});

test.each([
  [14, 0, "", 1],
  [14, 5, ", in 9 of 14 answers", 9 / 14],
  [null, 1, ", but for 1 answer", 0.5],
  [null, 0, "", 1],
])("of %j answers %d without a finding are said and drawn", (answers, missed, said, share) => {
  const band = {
    id: "leak",
    severity: "info",
    headline: "It leaks.",
    from: 1e9,
    to: 1e9 + 60,
  } as const;
  expect(heldText({ ...band, answers, missed })).toBe(`${spanText(1e9, 1e9 + 60)}${said}`);
  expect(heldShare({ answers, missed })).toBe(share);
});

test("findings in rows, the worst first, each in the order of its time", () => {
  const band = (id: string, severity: "critical" | "warning" | "info", from: number) => ({
    ...{ id, severity, from },
    ...{ headline: `${id} ${from}`, to: from + 5, answers: 1, missed: 0 },
  });
  const rows = bandRows([
    band("headroom", "info", 0),
    band("leak", "warning", 20),
    band("leak", "warning", 10),
    band("stacks", "warning", 0),
    band("limit", "critical", 30),
  ]);
  expect(rows.map((row) => row.map(({ headline }) => headline))).toEqual([
    ["limit 30"],
    ["leak 10", "leak 20"],
    ["stacks 0"],
    ["headroom 0"],
  ]);
});

test("a restart stands at the start of the new process, else at the first look at it", () => {
  const [times, rss] = [
    [100, 115, 122.5, 130, 145],
    [1, 1, null, 1, 1],
  ];
  const at = (start: number | null) =>
    restartTimes({ times, rss, heapAlloc: rss, restarts: [1], starts: [start] });
  expect(at(128)).toEqual([128]);
  expect(at(null)).toEqual([130]);
  // By a clock of another machine.
  expect(at(90)).toEqual([130]);
  expect(at(131)).toEqual([130]);
});

test("the first sentence of Time", () => {
  const table = {
    ...{
      live: [],
      heapAlloc: [],
      goal: [],
      goroutines: [],
      limit: null,
      starts: [],
      bands: [],
      parts: [],
    },
    times: [100, 160, 220],
    rss: [null, 2 ** 20, 3 * 2 ** 20],
  };
  expect(timeHeadline({ ...table, restarts: [] })).toBe("RSS is 3.00 MiB, +2.00 MiB over 2 min.");
  expect(timeHeadline({ ...table, restarts: [] }, true)).toMatch(/^RSS was 3\.00 MiB, /);
  expect(timeHeadline({ ...table, restarts: [0, 1] })).toMatch(/over 2 min, with 2 restarts\.$/);
  expect(timeHeadline({ ...table, rss: [null, null, null], restarts: [0] })).toBe(
    "3 snapshots over 2 min, with a restart.",
  );
});

test("a peak that both ends hide is told, with when it was", () => {
  const times = [new Date(2020, 4, 3, 14, 5, 6), new Date(2020, 4, 3, 14, 5, 21)].map(
    (date) => date.getTime() / 1000,
  );
  const table = {
    ...{
      live: [],
      heapAlloc: [],
      goal: [],
      goroutines: [],
      limit: null,
      starts: [],
      bands: [],
      parts: [],
    },
    ...{ times: [...times, times[1]! + 15], restarts: [] },
  };
  const sizes = (...mib: number[]) => mib.map((value) => value * 2 ** 20);
  expect(timeHeadline({ ...table, rss: sizes(13, 344, 14) })).toBe(
    "RSS is 14.0 MiB, +1.00 MiB over 30 s. At 3 May 14:05:21 it was 344 MiB.",
  );
  expect(timeHeadline({ ...table, rss: sizes(13, 14.5, 14) })).toMatch(/over 30 s\.$/);
});

describe("an axis of seconds since a start", () => {
  test.each([
    [0.2, [0, 0.2, 0.4], "0 s · 200 ms · 400 ms"],
    [15, [90, 105, 120, 135], "1:30 · 1:45 · 2:00 · 2:15"],
    [30, [3570, 3600], "59:30 · 1:00:00"],
    [300, [3300, 3600, 3900], "55 min · 1:00 h · 1:05 h"],
    [7200, [0, 7200, 172_800], "0 h · 2 h · 48 h"],
    [86_400, [86_400], "1 d"],
  ])("no two ticks %d s apart read the same", (step, ticks, texts) => {
    expect(ticks.map((tick) => axisTickText(tick, "seconds", step)).join(" · ")).toBe(texts);
  });

  test.each([
    [0, "0 s"],
    [12.34, "12 s"],
    [165, "2 min 45 s"],
    [3599.7, "60 min 0 s"],
    [5400, "1 h 30 min"],
    [90_000, "1 d 1 h"],
  ])("%d s under the pointer", (value, text) => expect(axisText(value, "seconds")).toBe(text));
});
