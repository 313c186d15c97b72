/** When a level of RSS is worth a look: it costs, but what lasts must not go unseen. */
import { describe, expect, it } from "vitest";
import { LookBudget } from "../../../src/collect/run/watch/sample-schedule.ts";
import { WatchedProcess } from "../../../src/collect/run/watch/watched-process.ts";
import { isHigher, isUnseen, type Level } from "../../../src/collect/run/watch/worth-looking.ts";

const MiB = 2 ** 20;
const status = (rss: number) =>
  new TextEncoder().encode(`Name:\tserver\nPid:\t1\nVmHWM:\t${rss} kB\nVmRSS:\t${rss} kB\n`);

/** RSS in MiB, a reading each hundred milliseconds. */
function watched(readings: readonly number[], seen: number): Level {
  const process = new WatchedProcess(1, 1, 0, {});
  for (const [i, rss] of readings.entries()) {
    process.sample(100 * i, status(Math.round(rss * 1024)));
  }
  return process.levelAbove(seen * MiB, 100 * (readings.length - 1));
}

const flat = (count: number, rss: number) => Array.from({ length: count }, () => rss);

describe("a level that lasts far above all looks", () => {
  const plateau = [...flat(20, 8), 100, 200, 300, ...flat(6, 310)];

  it("is worth one, however much the first look cost", () => {
    const budget = new LookBudget(0);
    budget.spend(0, 400);
    const level = watched(plateau, 8);
    expect(isHigher(level, 0.05, budget, 2800, 400)).toBe(false);
    expect(isUnseen(level)).toBe(true);
  });

  it("lasts, though RSS creeps up by a page now and then", () => {
    const creeping = [...flat(20, 8), 300, ...flat(7, 0).map((_, i) => 301 + i)];
    expect(watched(creeping, 8).sincePeak).toBe(0);
    expect(isUnseen(watched(creeping, 8))).toBe(true);
  });

  it("is none as long as it has lasted only for a moment", () => {
    expect(isUnseen(watched([...flat(20, 8), 100, 200, 300, 310], 8))).toBe(false);
  });

  it("is seen by a look that was near", () => {
    expect(isUnseen(watched(plateau, 260))).toBe(false);
    expect(isUnseen(watched(flat(20, 3), 2))).toBe(false);
  });

  it("comes seldom in a program that grows for ever: each look is a quarter above the last", () => {
    let [seen, looks] = [8, 0];
    const readings: number[] = [];
    for (let rss = 8; rss < 1024; rss *= 1.01) {
      readings.push(rss);
      if (readings.length % 5 !== 0) continue;
      if (!isUnseen(watched(readings, seen))) continue;
      [seen, looks] = [rss, looks + 1];
    }
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThanOrEqual(Math.log(1024 / 8) / Math.log(1.25));
  });
});
