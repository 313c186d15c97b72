/** Goroutines of a range with more looks than are read: what is said of them is of that range, and agrees. */
import { expect, test } from "vitest";
import type { GoroutinesAnswer } from "../../src/model/fleet.ts";
import { FACTS, goroutinesOf, lookAt } from "../store/support/looks.ts";
import { recordedFleet } from "./support/recorded-fleet.ts";

const LOOKS = 300;

test("they are compared with the first look of the range, which has the fewest of a pile that grows", async () => {
  const { store, ask, close } = await recordedFleet();
  const target = await store.target({ instance: "a" });
  const run = await store.run(target, FACTS, 1_000);
  for (let i = 0; i < LOOKS; i++) {
    const goroutines = goroutinesOf([{ stack: ["main", "wait"], count: 10 + i }]);
    await store.add(run, lookAt(1_000 + 5 * i, { goroutines }));
  }
  const answer = async (query: string) => {
    const path = `/api/v1/processes/${target}/goroutines${query}`;
    return ((await (await ask(path)).json()) as GoroutinesAnswer).goroutines!;
  };
  const whole = await answer("");
  expect([whole.total, whole.before, whole.beforeAt]).toEqual([309, 10, 1_000]);
  expect(whole.rows[0]!.seen).toMatchObject({ least: 10, seconds: 1_495, noneBefore: null });
  const part = await answer("?from=1100.5&to=2000");
  expect([part.total, part.before, part.beforeAt]).toEqual([210, 31, 1_105]);
  expect(part.rows[0]!.seen).toMatchObject({ least: 31, seconds: 895, noneBefore: null });
  await close();
});
