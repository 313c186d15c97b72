/** Whatever is asked: an answer in its form, or a sentence; never a fault, and never what nobody foresaw. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ROUTES } from "../../src/server/api/routes.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import { recordingOf } from "../web/support/page-of.ts";
import { record, recordedFleet } from "./support/recorded-fleet.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);
const LEAK = await recordingOf("test/fixtures/live/leak.tgz");
const TIMES = LEAK.snapshots.map(({ time }) => time!);

const names = ["from", "to", "base_from", "base_to", "pick", "type", "process", "file", "function"];
const time = fc.oneof(
  fc
    .constantFrom(...TIMES)
    .chain((near) => fc.double({ min: -9, max: 9, noNaN: true }).map((d) => near + d)),
  fc.constantFrom(...TIMES),
);
const value = fc.oneof(
  { weight: 5, arbitrary: time.map((seconds) => seconds.toFixed(3)) },
  fc.constantFrom(
    "0",
    "1",
    "last",
    "peak",
    "heap",
    "goroutine",
    "main.go",
    "../main.go",
    "NaN",
    "-1",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const question = fc.record({
  route: fc.constantFrom(...ROUTES.filter(({ path }) => !path.endsWith("/events"))),
  id: fc.oneof(
    { weight: 4, arbitrary: fc.constant("0") },
    fc.string({ unit: "binary", maxLength: 12 }),
  ),
  query: fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 5 }),
  body: fc.oneof(fc.json(), fc.string()),
});

test("any question", { timeout: 600_000 }, async () => {
  const faults: unknown[] = [];
  const fleet = await recordedFleet({ canAdd: true, onFault: (error) => faults.push(error) });
  await record(fleet.store, LEAK, { instance: "a:1" }, "shop");
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(question, async ({ route, id, query, body }) => {
      const known = query.filter(([name]) => name in route.parameters);
      const search = new URLSearchParams(known);
      const path = route.path.replace(/\{\w+\}/, encodeURIComponent(id));
      const headers = { "content-type": "application/json" };
      const init = route.method === "post" ? { method: "POST", body, headers } : {};
      const response = await fleet.ask(`${path}?${search}`, init);
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
      expect([200, 201, 400, 404]).toContain(response.status);
      if (response.status > 201) {
        const { error } = (await response.json()) as { readonly error: string };
        expect(error).toMatch(/[.!?]$/);
      } else if (route.answer.schema !== null) {
        expect(schemaErrors((await response.json()) as { readonly format: string })).toEqual([]);
      } else await response.arrayBuffer();
      expect(faults).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  for (const status of [200, 400, 404]) expect(seen.get(status) ?? 0).toBeGreaterThan(RUNS / 50);
  await fleet.close();
});
