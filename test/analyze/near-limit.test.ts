/** When a cgroup's limit is reached, told from looks that themselves take memory. */
import { expect, test } from "vitest";
import { nearLimit } from "../../src/analyze/verdicts/near-limit.ts";
import { type Moment, makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

const MiB = 2 ** 20;

/** As an idle program of 181 MiB in a group of 200 was seen, each look a heap profile of so many bytes. */
function forecastOf(rss: readonly number[], pageBytes: number) {
  const moments = rss.map((mib, i): Moment => {
    const level = { path: "/app", current: (mib + 12) * MiB, max: 200 * MiB };
    const snapshot = {
      ...{ name: `${i}`, time: 1000 + i, meta: {}, missing: [] },
      cgroup: { version: 2 as const, levels: [level] },
      pageBytes: new Map([["pprof/heap", pageBytes]]),
    } as unknown as Snapshot;
    const ledger = { id: "rss", bytes: mib * MiB, children: [] } as unknown as LedgerLine;
    return { snapshot, ledger };
  });
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const context = makeContext({ target: "x", snapshots, remarks: [] }, moments, []);
  return nearLimit.judge(context, new Set())?.forecast?.[0];
}

test("growth that answering the looks explains does not go on", () => {
  expect(forecastOf([181, 181.7, 182.5, 183.2], 20_000)).toMatchObject({
    what: "stays",
    waitsFor: expect.stringMatching(/but what answering these looks takes$/),
  });
});

test("growth beyond that reaches the limit", () => {
  expect(forecastOf([160, 167, 174, 181], 20_000)).toMatchObject({
    what: "reaches",
    bytes: 200 * MiB,
  });
});
