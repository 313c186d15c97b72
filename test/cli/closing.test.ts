// What was opened is closed in the other order, also where one of it fails.
import { expect, test } from "vitest";
import { Closing } from "../../src/cli/serve/closing.ts";

test("the last one first, and all of them whatever one throws", async () => {
  const closed: string[] = [];
  const closing = new Closing();
  closing.with(async () => void closed.push("store"));
  closing.with(() => {
    closed.push("recorder");
    throw new Error("it fails");
  });
  closing.with(() => void closed.push("server"));
  await expect(closing.run()).rejects.toThrow("it fails");
  expect(closed).toEqual(["server", "recorder", "store"]);
  await closing.run();
  expect(closed.length).toBe(3);
});
