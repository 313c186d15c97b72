/** The ledger's picture: widths add up, and every line can be reached. */
import { describe, expect, test } from "vitest";
import type { LedgerLine } from "../../src/model/ledger.ts";
import { lineAt } from "../../src/web/now/ledger-keys.ts";
import { drawnBytes, layOutLedger, pathTo } from "../../src/web/now/ledger-layout.ts";

function line(
  id: string,
  bytes: number | null,
  children: LedgerLine[] = [],
  resident?: number,
): LedgerLine {
  return {
    id,
    title: id,
    bytes,
    basis: "counted",
    source: "test",
    children,
    ...(resident === undefined ? {} : { resident }),
  };
}

const LEDGER = line("virt", 1000, [
  line("not-resident", 800, [line("heap-reserved", 700, [], 0), line("swapped", 100, [], 0)], 0),
  line("rss", 200, [
    line("go-heap", 150, [
      line("live", 120, [], 90),
      line("idle", 60, [], 60),
      line("heap-difference", -30, [], 0),
    ]),
    line("program-file", 50),
    line("rest", 0),
  ]),
]);

const rounded = (share: number) => Math.round(share * 1e6) / 1e6;
const shown = (id: string) =>
  layOutLedger(LEDGER, id).map(({ line: { id: name }, depth, left, width }) => [
    name,
    depth,
    rounded(left),
    rounded(width),
  ]);

test("keys lead from bar to bar and from level to level, and nowhere at the edges", () => {
  const cells = layOutLedger(LEDGER, "rss");
  const go = (id: string, keys: string) =>
    keys
      .split(" ")
      .reduce<string | undefined>((at, key) => lineAt(cells, at ?? "", `Arrow${key}`), id);
  expect(go("rss", "Down")).toBe("go-heap");
  expect(go("rss", "Down Right")).toBe("program-file");
  expect(go("rss", "Down Down Right")).toBe("idle");
  expect(go("idle", "Up Up Up")).toBe("virt");
  expect(go("idle", "Left")).toBe("live");
  expect(go("program-file", "Left")).toBe("go-heap");
  for (const [id, key] of [
    ["virt", "Up"],
    ["rss", "Left"],
    ["program-file", "Right"],
    ["program-file", "Down"],
    ["live", "Down"],
    ["rest", "Up"],
  ] as const) {
    expect(go(id, key)).toBeUndefined();
  }
});

describe("cells", () => {
  test("RSS and what it is made of; a difference has no width, what it corrects is less", () => {
    expect(shown("rss")).toEqual([
      ["virt", -1, 0, 1],
      ["rss", 0, 0, 1],
      ["go-heap", 1, 0, 0.75],
      ["live", 2, 0, 0.45],
      ["idle", 2, 0.45, 0.3],
      ["program-file", 1, 0.75, 0.25],
    ]);
  });

  test("addresses are measured as such, down to RSS", () => {
    expect(shown("virt").slice(0, 4)).toEqual([
      ["virt", 0, 0, 1],
      ["not-resident", 1, 0, 0.8],
      ["heap-reserved", 2, 0, 0.7],
      ["swapped", 2, 0.7, 0.1],
    ]);
    expect(shown("virt").find(([id]) => id === "go-heap")?.[3]).toBeCloseTo(0.15);
  });

  test("an unknown id shows everything", () => {
    expect(shown("nonsense")).toEqual(shown("virt"));
  });
});

test("a line without a number counts for what is known below it", () => {
  const unknown = line("rss", null, [line("go-heap", null, [line("live", 70)]), line("rest", 5)]);
  expect(drawnBytes(unknown, false)).toBe(75);
});

test("the way to a line", () => {
  expect(pathTo(LEDGER, "idle")?.map(({ id }) => id)).toEqual(["virt", "rss", "go-heap", "idle"]);
  expect(pathTo(LEDGER, "nothing")).toBeUndefined();
});
