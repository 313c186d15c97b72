/** Growth as a recorder tells it: of one process, over the range, up to its limit. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GrowthAnswer } from "../../src/model/fleet.ts";
import type { GrowthTable } from "../../src/model/page.ts";
import { FACTS, heapOf, lookAt } from "../store/support/looks.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { type RecordedFleet, recordedFleet } from "./support/recorded-fleet.ts";

/** Objects of this size are sampled for certain, nearly: 16 times the rate. */
const LARGE = 16 * 512 * 1024;
const MINUTE = 60;

let fleet: RecordedFleet;
let target: number;

beforeEach(async () => {
  fleet = await recordedFleet();
  target = await fleet.store.target({ instance: "a:1" });
});
afterEach(() => fleet.close());

/** Looks a minute apart; at each so many large objects are alive, and RSS is what they take. */
async function look(
  startedAt: number,
  objects: readonly number[],
  limits: Partial<typeof FACTS> = {},
) {
  const run = await fleet.store.run(
    target,
    { ...FACTS, limit: null, ...limits, startedAt },
    startedAt,
  );
  for (const [i, count] of objects.entries()) {
    const heap = heapOf([{ stack: ["main", "hold"], size: LARGE, inuse: count, alloc: count }]);
    const time = startedAt + i * MINUTE;
    await fleet.store.add(run, lookAt(time, { heap, rss: count * LARGE }));
  }
}

async function growth(query = ""): Promise<GrowthTable | null> {
  const response = await fleet.ask(`/api/v1/processes/${target}/growth${query}`);
  const answer = (await response.json()) as GrowthAnswer;
  expect(schemaErrors(answer)).toEqual([]);
  return answer.growth;
}

const rising = (count: number, step: number) =>
  Array.from({ length: count }, (_, i) => 10 + step * i);

test("bytes a minute by stack, and when the limit is reached", async () => {
  await look(1000 * MINUTE, rising(20, 2), { limit: 100 * LARGE, memlimit: 100 * LARGE });
  const table = (await growth())!;
  const [row] = table.rows;
  expect(row!.frames.map(([name]) => name)).toEqual(["hold", "main"]);
  expect(row!.perMinute.value / (2 * LARGE)).toBeCloseTo(1, 3);
  expect([row!.isSure, row!.since]).toEqual([true, 1000 * MINUTE]);
  expect(table.rss!.value / (2 * LARGE)).toBeCloseTo(1, 3);
  // 48 objects at the last look, 52 to go.
  expect(table.limit!.source).toBe("GOMEMLIMIT");
  const { earliest, latest } = table.limit!.reached!;
  const reached = 1019 * MINUTE + 26 * MINUTE;
  expect([earliest, latest].map((time) => Math.round(time! / MINUTE))).toEqual([
    reached / MINUTE,
    reached / MINUTE,
  ]);
});

test("over a restart nothing grows: it is the last process that has enough to tell", async () => {
  await look(1000 * MINUTE, rising(10, 3));
  await look(1010 * MINUTE, [5, 5]);
  const before = (await growth())!;
  expect([before.times.length, before.endedAt]).toEqual([10, 1009 * MINUTE]);
  expect(before.rows[0]!.perMinute.value / (3 * LARGE)).toBeCloseTo(1, 3);
  await look(1020 * MINUTE, rising(4, 1));
  const after = (await growth())!;
  expect([after.times.length, after.endedAt]).toEqual([4, null]);
  expect(after.rows[0]!.perMinute.value / LARGE).toBeCloseTo(1, 3);
});

test("of a long range at most 60 profiles, and only what the range has", async () => {
  await look(1000 * MINUTE, rising(90, 1));
  expect((await growth("?from=0"))!.times).toHaveLength(60);
  const part = await growth(`?from=${1010 * MINUTE}&to=${1020 * MINUTE}`);
  expect([part!.times[0], part!.times.at(-1), part!.times.length]).toEqual([
    1010 * MINUTE,
    1020 * MINUTE,
    11,
  ]);
  expect(await growth(`?from=${1010 * MINUTE}&to=${1011 * MINUTE}`)).toBeNull();
});

test("what stays has no row, and no limit is reached", async () => {
  await look(1000 * MINUTE, [7, 7, 7, 7, 7], { limit: 100 * LARGE });
  const table = (await growth())!;
  expect([table.rows, table.stackCount]).toEqual([[], 1]);
  expect(table.limit).toEqual({
    ...{ bytes: 100 * LARGE, source: "the cgroup's limit" },
    reached: null,
  });
});
