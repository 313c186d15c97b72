/** What of a look goes into the store: the same samples that a report of that look adds up. */
import { expect, test } from "vitest";
import { HeapSamples } from "../../src/analyze/code/heap-samples.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import { makeScrape } from "../../src/record/looks/make-scrape.ts";
import { profileFromText } from "../support/profile-text.ts";

/** As `heap?debug=1` has them: counts that are not scaled up. */
const PROFILE = profileFromText(
  `runtime.mstart;runtime.newm;runtime.allocm 16 32768 {bytes:2048 bytes}
   main.main;main.keep 3 6144 {bytes:2048 bytes}`,
  { period: 524_288, rawCounts: true },
);

test.each([
  ["go1.26.0", [0, 3]],
  ["go1.23.4", [16, 3]],
])("the first allocation on each P of %s counts as in a report", (version, expected) => {
  const go = parseGoVersion(version);
  const { heap } = makeScrape({
    time: 1,
    snapshot: { name: "1", meta: {}, missing: [], heap: PROFILE },
    go,
    goroutines: undefined,
    heap: "taken",
    cpu: null,
    code: undefined,
    held: undefined,
  });
  if (heap === null || heap === "same") throw new Error("no heap");
  expect([...heap.inuse!.count]).toEqual(expected);
  const counts = new Array<number>(expected.length).fill(0);
  new HeapSamples(PROFILE, go, "inuse").forEach((stack, count) => {
    counts[PROFILE.samples.stack.indexOf(stack)]! += count;
  });
  expect(counts).toEqual(expected);
});
