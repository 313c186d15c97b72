/** A leak in a cache, and goroutines that pile up beside it and hold nothing of it. */
import { expect, it } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { formatCount } from "../../src/base/units.ts";
import type { Goroutines } from "../../src/model/goroutines.ts";
import type { Recording, Snapshot } from "../../src/model/snapshot.ts";
import { recordingOf } from "../web/support/page-of.ts";

const LEAK = "test/fixtures/web/live-heap-growing.tgz";

function waiting(count: number): Goroutines {
  const frames = [{ function: "main.wait", file: "/main.go", line: 16 }];
  return {
    source: "goroutine?debug=1",
    total: count,
    groups: [{ count, frames }],
    truncated: false,
  };
}

/** @param hasHeap of the snapshot's number: whether its heap profile is there */
async function withPile(hasHeap: (i: number, last: number) => boolean): Promise<Recording> {
  const recording = await recordingOf(LEAK);
  const last = recording.snapshots.length - 1;
  const snapshots = recording.snapshots.map(({ heap, ...snapshot }, i) => ({
    ...snapshot,
    ...(heap !== undefined && hasHeap(i, last) ? { heap } : {}),
    goroutines: waiting(1000 + 500 * i),
  }));
  return { ...recording, snapshots };
}

it.each([
  ["all looks", () => true],
  ["the last look", (i: number, last: number) => i === last],
  ["no look", () => false],
] as const)(
  "owns no live bytes that others allocated, with the profile of %s",
  async (_, hasHeap) => {
    const { verdicts } = explain(await withPile(hasHeap));
    const leak = verdicts.find(({ id }) => id === "goroutine-leak")!;
    expect(leak.headline).toContain("main.go:16 (main.wait)");
    expect(leak.owns).not.toContain("live");
  },
);

it("goes by when they were counted, which may be before the snapshot", async () => {
  const { snapshots, ...recording } = await withPile(() => false);
  const [first, last] = [snapshots[0]!, snapshots.at(-1)!];
  // Of four minutes the count knows three.
  const later = {
    ...last,
    time: first.time! + 240,
    meta: { ...last.meta, readAt: { "pprof/goroutine.debug1.txt": first.time! + 180 } },
    goroutines: waiting(4000),
  };
  const meta = { ...first.meta, readAt: {} };
  const { verdicts } = explain({ ...recording, snapshots: [{ ...first, meta }, later] });
  const leak = verdicts.find(({ id }) => id === "goroutine-leak")!;
  expect(leak.headline).toContain(", 1,000 more every minute");
  expect(leak.evidence[0]!.what).toMatch(/, counted 60 s before$/);
});

it("goes from the first look that counted them, which need not be the first", async () => {
  const { snapshots, ...recording } = await withPile(() => false);
  const [{ goroutines: _, ...uncounted }, ...counted] = snapshots as [Snapshot, ...Snapshot[]];
  const { verdicts } = explain({ ...recording, snapshots: [uncounted, ...counted] });
  const leak = verdicts.find(({ id }) => id === "goroutine-leak")!;
  expect(leak.evidence).toContainEqual(
    expect.objectContaining({
      what: "of them new since they were first counted",
      value: formatCount(500 * (counted.length - 1)),
    }),
  );
  // One count alone tells of no growth.
  const [last] = counted.slice(-1);
  const alone = explain({ ...recording, snapshots: [uncounted, last!] }).verdicts;
  expect(alone.map(({ id }) => id)).not.toContain("goroutine-leak");
});
