/** Which of Go's lines are taken to be untouched where the kernel counts less than they add up to. */
import { expect, test } from "vitest";
import { spreadResidency } from "../../src/analyze/ledger/spread-residency.ts";
import { KiB, MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";

function line(id: string, bytes: number): LedgerLine {
  return { id, title: id, bytes, basis: "counted", source: "", children: [] };
}

const COUNT = 5000;
const inRam = (stack: number, live: number, rss: number, pageSize?: number) =>
  spreadResidency([line("live", live), line("stacks", COUNT * stack)], rss, undefined, {
    goroutines: COUNT,
    pageSize,
  }).map(({ resident }) => resident);

test("large stacks share in what was never written, by at most their half; live objects are not all of it", () => {
  const stacks = COUNT * 32 * KiB;
  const [live, ofStacks] = inRam(32 * KiB, 10 * MiB, stacks - 35 * MiB);
  // 45 MiB are missing: 10 MiB of live objects and half of 156 MiB of stacks share it.
  const share = (45 * MiB) / (10 * MiB + stacks / 2);
  expect(live).toBeCloseTo(10 * MiB * (1 - share), -1);
  expect(ofStacks).toBeCloseTo(stacks * (1 - share / 2), -1);
});

test("stacks that share a page are in RAM as long as anything else can be missing", () =>
  expect(inRam(2 * KiB, 100 * MiB, COUNT * 2 * KiB + 60 * MiB)).toEqual([
    60 * MiB,
    COUNT * 2 * KiB,
  ]));

test("nor do stacks have untouched pages where a page is as large as one of them", () => {
  const stacks = COUNT * 32 * KiB;
  expect(inRam(32 * KiB, 10 * MiB, stacks, 64 * KiB)).toEqual([0, stacks]);
});
