/** Asking stays within its budget, and within bounds. */
import { expect, test } from "vitest";
import {
  CostMemory,
  secondsToMemStats,
  secondsToProfiles,
} from "../../src/collect/looks/look-schedule.ts";
import { LookHistory } from "../../src/live/looks/look-history.ts";

const CHEAP = { askedSeconds: 0.005, readSeconds: 0.001, bytes: 60_000 };
const MiB = 2 ** 20;

test("a cheap program is asked every two and every fifteen seconds", () => {
  expect(secondsToMemStats(CHEAP, 1)).toBe(2);
  expect(secondsToProfiles(CHEAP, 1, 2)).toBe(15);
});

test("the second whole look comes soon, so that growth is told", () => {
  expect(secondsToProfiles(CHEAP, 1, 1)).toBe(5);
});

test("however dear, the second comes within half a minute", () => {
  expect(secondsToProfiles({ ...CHEAP, bytes: 26 * MiB }, 1, 1)).toBe(30);
  expect(secondsToProfiles({ ...CHEAP, bytes: 26 * MiB }, 60, 1)).toBe(60);
});

test("what is dear is asked for less often: time, garbage, and mappings", () => {
  expect(secondsToProfiles({ ...CHEAP, askedSeconds: 0.2 }, 1, 5)).toBeCloseTo(40);
  expect(secondsToProfiles({ ...CHEAP, bytes: 26 * MiB }, 1, 5)).toBeCloseTo(208);
  expect(secondsToMemStats({ ...CHEAP, readSeconds: 0.3 }, 1)).toBeCloseTo(15);
});

test("one slow answer does not make the next ones rare, three do", () => {
  const memory = new CostMemory();
  const slow = { ...CHEAP, askedSeconds: 5 };
  const after = (cost: typeof CHEAP) => secondsToProfiles(memory.add(cost), 1, 5);
  expect([CHEAP, slow, slow].map(after)).toEqual([15, 15, 15]);
  expect(after(slow)).toBe(600);
  expect(after(CHEAP)).toBe(15);
});

test("never more often than the user asked for, never more seldom than ten minutes", () => {
  expect(secondsToMemStats(CHEAP, 10)).toBe(10);
  expect(secondsToProfiles(CHEAP, 60, 5)).toBe(60);
  expect(secondsToProfiles({ ...CHEAP, askedSeconds: 60 }, 1, 5)).toBe(600);
});

test("the history keeps the first whole look and the newest, and stays small", () => {
  const history = new LookHistory();
  for (let at = 0; at < 1000; at++) {
    const name = String(at);
    const raw = { name, files: new Map() };
    history.add({ raw, snapshot: { name, meta: {}, missing: [] }, isWhole: at % 8 === 0 });
  }
  const names = history.all().map(({ raw }) => Number(raw.name));
  expect(names.length).toBeLessThanOrEqual(48);
  expect(names[0]).toBe(0);
  expect(names.at(-1)).toBe(999);
  expect(names).toContain(992);
  expect(names).toEqual([...names].sort((a, b) => a - b));
});
