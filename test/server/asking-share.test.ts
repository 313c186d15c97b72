/** What of a program's allocation answered profiles, told from sites of the dictionary. */
import { expect, test } from "vitest";
import { askingText } from "../../src/server/recorded/asking-share.ts";
import { Dictionary } from "../../src/store/dictionary/dictionary.ts";
import type { HeapAdditions } from "../../src/store/store.ts";
import { lookAt, MEM_STATS } from "../store/support/looks.ts";

const RATE = 512 * 1024;
/** Of this size nearly each object is sampled. */
const SIZE = 16 * RATE;
const SECONDS = 100;

const dictionary = new Dictionary();

function site(...stack: readonly string[]): number {
  let row = -1;
  for (const name of stack) {
    row = dictionary.childOf(row, dictionary.frameOf({ function: name, file: "a.go", line: 1 }));
  }
  return dictionary.siteOf(row, SIZE);
}

const OWN = site("main.main", "main.work");
const LABELLED = site("main.main", "runtime/pprof.Do", "main.work");
const ASKED = site("net/http.(*conn).serve", "net/http/pprof.Index", "runtime/pprof.writeHeap");
const PACKED = site("net/http.(*conn).serve", "net/http/pprof.Index", "compress/flate.NewWriter");

function text(counts: ReadonlyMap<number, number>, seconds = SECONDS): string | undefined {
  const all = [...counts].sort(([a], [b]) => a - b);
  const added: HeapAdditions = {
    ...{ run: 0, time: seconds, from: 0, rate: RATE, law: "exponential" },
    ids: Int32Array.from(all, ([id]) => id),
    counts: Float64Array.from(all, ([, count]) => count),
  };
  const total = all.reduce((sum, [, count]) => sum + count * SIZE, 0);
  const figures = [0, seconds].map((time) => {
    const TotalAlloc = MEM_STATS.TotalAlloc + (time === 0 ? 0 : total);
    return { ...lookAt(time).figures, memStats: { ...MEM_STATS, TotalAlloc } };
  });
  return askingText(dictionary, figures, added);
}

test("is what was sampled below what answers, and not what a program labels as its own", () => {
  const counts = new Map([
    [OWN, 20],
    [LABELLED, 30],
    [ASKED, 40],
    [PACKED, 10],
  ]);
  // 50 objects of 8 MiB in 100 seconds.
  expect(text(counts)).toMatch(
    /^4\.00 MiB a second \(.* to .*\) of what the program allocated went/,
  );
});

test("is not said of a small share, of a few samples, and of no time", () => {
  expect(
    text(
      new Map([
        [OWN, 95],
        [ASKED, 5],
      ]),
    ),
  ).toBeUndefined();
  expect(
    text(
      new Map([
        [OWN, 85],
        [ASKED, 15],
      ]),
    ),
  ).toBeDefined();
  expect(
    text(
      new Map([
        [OWN, 4],
        [ASKED, 4],
      ]),
    ),
  ).toBeUndefined();
  expect(text(new Map([[ASKED, 40]]), 0)).toBeUndefined();
});
