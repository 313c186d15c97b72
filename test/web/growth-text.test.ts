/** What is said of what grows. */
import { describe, expect, test } from "vitest";
import type { GrowthRow, GrowthTable } from "../../src/model/page.ts";
import {
  growthFacts,
  growthHeadline,
  rateRangeText,
  rateText,
  rateUnitOf,
} from "../../src/web/growth/growth-text.ts";
import { ownFrame } from "../../src/web/own-frame.ts";

const MiB = 2 ** 20;

function row(part: Partial<GrowthRow> = {}): GrowthRow {
  return {
    frames: [["main.open", "/shop/main.go", 41]],
    bytes: [1, 2, 3],
    perMinute: { value: 4 * MiB, low: 3.5 * MiB, high: 4.5 * MiB },
    isSure: true,
    since: null,
    ...part,
  };
}

function table(part: Partial<GrowthTable> = {}): GrowthTable {
  const rest = { endedAt: null, limit: null, rss: null };
  return { times: [0, 60, 120], stackCount: 312, rows: [row()], ...rest, ...part };
}

describe("the frame that is named", () => {
  test.each([
    ["runtime.mallocgc bytes.growSlice bytes.(*Buffer).Write main.load", "main.load"],
    [
      "encoding/json.Unmarshal github.com/x/shop/cart.Read main.main",
      "github.com/x/shop/cart.Read",
    ],
    ["net/http.(*conn).serve", "net/http.(*conn).serve"],
    ["runtime.mallocgc runtime.newobject bytes.growSlice", "bytes.growSlice"],
    ["runtime.mallocgc runtime.newobject runtime.malg runtime.newproc1", "runtime.malg"],
    ["runtime.mallocgc runtime.allocm runtime.newm", "runtime.allocm"],
    ["strings.Map[go.shape.int] shop/cache.(*Cache[a/b.T]).Put", "shop/cache.(*Cache[a/b.T]).Put"],
  ])("of %s", (names, named) => {
    const frames = names.split(" ").map((name) => [name, "f.go", 1] as const);
    expect(ownFrame(row({ frames }))![0]).toBe(named);
  });
});

test("rates by the minute, or all by the hour where none is fast", () => {
  const slow = { value: 1024, low: 0, high: 1024 * 20 };
  const minute = rateUnitOf(table({ rows: [row(), row({ perMinute: slow })] }));
  expect(rateText(4 * MiB, minute)).toBe("4.00 MiB/min");
  expect(rateText(1024, minute)).toBe("1.00 KiB/min");
  expect(rateRangeText(row().perMinute, minute)).toBe("3.50 to 4.50 MiB a minute");
  const hour = rateUnitOf(table({ rows: [row({ perMinute: slow })] }));
  expect(rateText(-2 * 1024, hour)).toBe("−120 KiB/h");
  expect(rateRangeText(slow, hour)).toBe("0 B to 1.17 MiB an hour");
  expect(rateUnitOf(table({ rows: [], rss: row().perMinute })).name).toBe("min");
});

describe("the first sentence", () => {
  test("names what grows, and how many others", () => {
    expect(growthHeadline(table())).toBe("main.go:41 (main.open) grows by 4.00 MiB/min.");
    expect(growthHeadline(table({ rows: [row(), row(), row({ isSure: false })] }))).toBe(
      "main.go:41 (main.open) grows by 4.00 MiB/min, and 1 more.",
    );
  });

  test("says when the limit is reached", () => {
    const limit = (reached: NonNullable<GrowthTable["limit"]>["reached"]) =>
      table({ limit: { bytes: 512 * MiB, source: "memory.max", reached } });
    expect(growthHeadline(limit({ earliest: 0, latest: 3600 }))).toMatch(
      /MiB\/min\. If RSS goes on so, it reaches the limit of 512 MiB between .*:00:00 and .*:00:00\.$/,
    );
    expect(growthHeadline(limit({ earliest: 0, latest: null }))).toMatch(/from .*:00:00 on\.$/);
    expect(growthHeadline(limit(null))).toBe("main.go:41 (main.open) grows by 4.00 MiB/min.");
  });

  test("of one stack says that of it", () =>
    expect(growthHeadline(table({ rows: [], stackCount: 1 }))).toBe(
      "Nothing grows for certain: the only stack does not hold more and more.",
    ));

  test("of a process that is gone is of then, and foretells nothing", () => {
    const endedAt = new Date(2020, 4, 3, 14, 5, 6).getTime() / 1000;
    const ended = table({ endedAt, rows: [row({ since: endedAt - 60 })] });
    expect(growthHeadline(ended)).toBe(
      "Before the restart main.go:41 (main.open) grew by 4.00 MiB/min from 3 May 14:04:06 to 14:05:06.",
    );
    expect(growthHeadline(table({ endedAt, rows: [] }))).toBe(
      "Before the restart nothing grew for certain: of 312 stacks none held more and more.",
    );
    expect(growthFacts(ended)).toMatch(
      /^Of the process that was started since then there are too few heap profiles to tell\./,
    );
  });

  test("does not cry wolf", () => {
    const falling = { value: -MiB, low: -2 * MiB, high: -0.5 * MiB };
    for (const rows of [[], [row({ isSure: false })], [row({ perMinute: falling })]]) {
      expect(growthHeadline(table({ rows }))).toBe(
        "Nothing grows for certain: of 312 stacks none holds more and more.",
      );
    }
  });
});

test("what it is told from", () => {
  expect(growthFacts(table({ rss: { value: 4 * MiB, low: 3 * MiB, high: 5 * MiB } }))).toBe(
    "RSS changes by 4.00 MiB/min (3.00 to 5.00 MiB a minute). No limit is known. Told from 3 heap profiles and 312 stacks.",
  );
});
