/** Often at first, then as asked for; and full looks within their budget. */
import { describe, expect, it } from "vitest";
import { LookBudget, nextDelay } from "../../../src/collect/run/watch/sample-schedule.ts";

describe("nextDelay", () => {
  it("rises from 20 ms to what was asked for", () => {
    expect([0, 100, 500, 5000, 60_000].map((age) => nextDelay(age, 1000))).toEqual([
      20, 20, 50, 500, 1000,
    ]);
  });

  it("looks often while nothing is known to watch", () => {
    expect(nextDelay(undefined, 1000)).toBe(50);
    expect(nextDelay(undefined, 10)).toBe(10);
  });

  it("takes some hundred readings in the first ten seconds and ten minutes after", () => {
    let count = 0;
    for (let at = 0; at < 10_000; at += nextDelay(at, 1000)) count++;
    expect(count).toBeGreaterThan(25);
    expect(count).toBeLessThan(100);
  });
});

describe("LookBudget", () => {
  it("stays below a quarter of a percent in the long run", () => {
    const budget = new LookBudget(0);
    let spent = 0;
    for (let now = 0; now < 3_600_000; now += 100) {
      if (!budget.allows(now, 8)) continue;
      budget.spend(now, 8);
      spent += 8;
    }
    expect(spent).toBeLessThanOrEqual(200 + 0.0025 * 3_600_000 + 8);
    expect(spent).toBeGreaterThan(0.9 * 0.0025 * 3_600_000);
  });

  it("allows a look that costs more than was put by, and then waits for long", () => {
    const budget = new LookBudget(0);
    expect(budget.allows(0, 1000)).toBe(true);
    budget.spend(0, 1000);
    expect(budget.allows(300_000, 1000)).toBe(false);
    expect(budget.allows(410_000, 1000)).toBe(true);
  });
});
