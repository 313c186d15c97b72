/** Whether a program has set GOGC itself, told from what its looks say is live and where the goals are. */
import { describe, expect, test } from "vitest";
import { ownGogc } from "../../src/server/recorded/own-gogc.ts";
import type { Figures, StoredRun } from "../../src/store/store.ts";
import { FACTS, lookAt } from "../store/support/looks.ts";

const MiB = 2 ** 20;
const ROOTS = 1.25 * MiB;

const RUN: StoredRun = {
  ...{ ...FACTS, go: "go1.26.1", gogc: 100, memlimit: null },
  ...{ id: 1, target: 1, former: [], first: 0, last: 1000 },
};

/** As the pacer makes goals: of what is live and of roots, by that percentage. */
function figures(percent: number, live: readonly number[]): Figures[] {
  return live.map((mib, i) => {
    const { figures } = lookAt(15 * i);
    const bytes = mib * MiB;
    const NextGC = bytes + ((bytes + ROOTS) * percent) / 100;
    return {
      ...figures,
      live: bytes,
      memStats: { ...figures.memStats!, NextGC, StackInuse: MiB },
    };
  });
}

const RISING = [20, 22, 24, 26, 28, 30, 32, 34];

describe("GOGC", () => {
  test.each([30, 50, 200])("%d that a program set itself", (percent) =>
    expect(ownGogc(RUN, figures(percent, RISING))).toBe(percent),
  );

  test("of the environment is gainsaid by no goal that follows from it", () =>
    expect(ownGogc(RUN, figures(100, RISING))).toBeUndefined());

  test("is not told from a few looks at a heap that fell", () => {
    const fell = figures(100, RISING).map((look, i) =>
      i < 3 ? { ...look, live: 60 * MiB } : look,
    );
    expect(ownGogc(RUN, fell)).toBeUndefined();
  });

  test("is not told where the goal is another one's: a memory limit's, or none", () => {
    const looks = figures(30, RISING);
    expect(ownGogc({ ...RUN, memlimit: 100 * MiB }, looks)).toBeUndefined();
    expect(ownGogc({ ...RUN, gogc: Number.POSITIVE_INFINITY }, looks)).toBeUndefined();
    const fixed = figures(30, RISING).map((look) => ({
      ...look,
      memStats: { ...look.memStats!, NextGC: 40 * MiB },
    }));
    expect(ownGogc(RUN, fixed)).toBeUndefined();
  });

  test("is not told of small heaps, whose goal is mostly the least there is", () =>
    expect(ownGogc(RUN, figures(400, [1, 1, 1, 1, 1, 1, 1, 1]))).toBeUndefined());
});
