/** The GOGC that a program has set itself, against heaps that are made by a GOGC and looked at at any time. */
import { describe, expect, test } from "vitest";
import { MiB } from "../../src/base/units.ts";
import { GogcSoFar } from "../../src/record/looks/gogc-so-far.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const ROOTS = 0.4 * MiB;

interface Case {
  readonly live: number;
  readonly gogc: number;
  readonly collections: number;
  /** The heap profile is off by as much at random. */
  readonly off?: number;
}

function toldOf({ live, gogc, collections, off = 0.2 }: Case, random: () => number) {
  const told = new GogcSoFar();
  for (let n = 1; n <= collections; n++) {
    const marked = live * MiB * (1 + 0.1 * random());
    const goal = marked + ((marked + ROOTS) * gogc) / 100;
    told.note({
      collections: n,
      goal,
      leastAlloc: marked + (goal - marked) * random(),
      byGoal: goal / 2,
      roots: ROOTS,
      profile: marked * (1 + off * (2 * random() - 1)),
    });
  }
  return told.own;
}

describe("a lower one is told", () => {
  test.each([[25], [30], [50]])("GOGC=%i", (gogc) => {
    const random = randomNumbers(gogc);
    for (let run = 0; run < 200; run++) {
      const own = toldOf({ live: 33, gogc, collections: 16 }, random);
      if (own === undefined) continue;
      expect(own).toBeGreaterThanOrEqual(gogc * 0.5);
      expect(own).toBeLessThanOrEqual(gogc + 5);
    }
    const all = Array.from({ length: 200 }, () =>
      toldOf({ live: 33, gogc, collections: 16 }, random),
    );
    expect(all.filter((own) => own !== undefined).length).toBeGreaterThan(gogc === 50 ? 100 : 190);
  });
});

describe("and none is", () => {
  test("where the one that was read is in force, with few errors in a thousand runs", () => {
    const random = randomNumbers(1);
    const runs = Array.from({ length: 2_000 }, (_, at) =>
      toldOf({ live: 33, gogc: 100, collections: 2 + (at % 15), off: 0.5 }, random),
    );
    expect(runs.filter((own) => own !== undefined).length).toBeLessThanOrEqual(4);
  });

  test("from few collections, or a small heap", () => {
    const random = randomNumbers(2);
    expect(toldOf({ live: 33, gogc: 30, collections: 5 }, random)).toBeUndefined();
    expect(toldOf({ live: 8, gogc: 30, collections: 16 }, random)).toBeUndefined();
  });

  test("from one collection that is looked at often", () => {
    const told = new GogcSoFar();
    const look = { collections: 7, goal: 44 * MiB, byGoal: 22 * MiB, roots: ROOTS };
    for (let n = 0; n < 30; n++) told.note({ ...look, leastAlloc: 40 * MiB, profile: 34 * MiB });
    expect(told.own).toBeUndefined();
  });
});
