/** Broken workloads: one is taken, or a ResidentError says the line; and what is taken can be run. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { simulate } from "../../src/analyze/heap-model/simulate.ts";
import { ResidentError } from "../../src/base/errors.ts";
import { decodeWorkload } from "../../src/decode/workload/decode-workload.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import { cpuStopwatch } from "../support/cpu-time.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);
const FOLDER = new URL("../../workloads/", import.meta.url);
const TEXTS = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), "utf8"));
const GO = parseGoVersion("go1.26")!;

const mutated = fc
  .record({
    text: fc.constantFrom(...TEXTS),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        drop: fc.integer({ min: 0, max: 12 }),
        put: fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom(
            "\n",
            "  ",
            "- ",
            "{",
            "}",
            "&a ",
            "*a",
            "0",
            "99999",
            ": ",
            "TiB",
            "!!x ",
          ),
        ),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ text, edits }) =>
    edits.reduce((now, { at, drop, put }) => {
      const from = Math.floor(at * now.length);
      return now.slice(0, from) + put + now.slice(from + drop);
    }, text),
  );

test("mutated workloads", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(mutated, (text) => {
      try {
        const workload = decodeWorkload(text);
        const spent = cpuStopwatch();
        const run = simulate(workload, { go: GO, gogc: 100, memlimit: null, every: 3600 });
        expect(spent()).toBeLessThan(20_000);
        expect(run.end.rss).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ResidentError);
      }
    }),
    { numRuns: RUNS },
  );
});
