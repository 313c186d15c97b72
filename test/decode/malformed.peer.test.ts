/**
 * Damaged profiles: what `go tool pprof` refuses is refused, and what it takes is taken and printed the
 * same. Messages may differ where several things are wrong.
 *
 * Three kinds of damage are refused here only, as docs/pprof.md says: a number of more than 64 bits, which
 * the reference cuts, an id or a line beyond 2^53, and a field without a number, which it passes over.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import { runOwn } from "../support/own-pprof.ts";
import { referencePath, runReference } from "../support/reference-pprof.ts";
import { readUnpacked } from "../support/unpacked.ts";

const RUNS = Number(process.env["PPROF_RUNS"] ?? 500);
const folder = mkdtempSync(join(tmpdir(), "resident-malformed-"));
const file = join(folder, "profile.pb");
afterAll(() => rmSync(folder, { recursive: true }));

const originals = ["block", "goroutine", "threadcreate", "mutex"].map((name) =>
  readUnpacked(join(import.meta.dirname, `../fixtures/pprof/${name}.pb.gz`)),
);

/** What stands where is replaced: bytes by others, by more, by fewer, by none to the end. */
const damage = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(
    { weight: 8, arbitrary: fc.nat({ max: 3 }) },
    { weight: 1, arbitrary: fc.constant(2 ** 20) },
  ),
  added: fc.uint8Array({ maxLength: 2 }),
});

test.skipIf(referencePath === undefined)(
  "damaged profiles are taken or refused as the reference does",
  async () => {
    const profile = fc.tuple(
      fc.constantFrom(...originals),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
    );
    const property = fc.asyncProperty(profile, async ([original, damages]) => {
      const bytes = damages.reduce(apply, original);
      fc.pre(!isRefusedHereOnly(bytes));
      writeFileSync(file, bytes);
      const [own, reference] = [await runOwn(["-raw", file]), runReference(["-raw", file])];
      expect([own.status, own.stdout]).toEqual([reference.status, reference.stdout]);
    });
    await fc.assert(property, { numRuns: RUNS });
  },
  600_000,
);

function apply(
  bytes: Uint8Array,
  { where, removed, added }: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  const at = Math.floor(where * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

function isRefusedHereOnly(bytes: Uint8Array): boolean {
  try {
    decodePprof(bytes);
  } catch (error) {
    return (
      error instanceof DecodeError && /64 bits|2\^53|number of a field/.test(error.problem.expected)
    );
  }
  return false;
}
