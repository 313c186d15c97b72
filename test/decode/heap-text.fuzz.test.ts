/** Damaged texts of real heap profiles: a value or an error that says where, never a hang. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "vitest";
import { decodeHeapText } from "../../src/decode/heap-text/decode-heap-text.ts";
import { applySymbols } from "../../src/decode/symbols/apply-symbols.ts";
import { decodeSymbols } from "../../src/decode/symbols/decode-symbols.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");

function inputs(...paths: string[]): Uint8Array[] {
  return paths.map((path) => readFileSync(join(CAPTURES, path)));
}

test("heap texts", () => {
  const texts = inputs(
    "seed/go1.4.3/0001/pprof/heap.debug1.txt",
    "seed/go1.4.3/0001/pprof/heap",
    "probe/go1.26/0001/pprof/heap.debug1.txt",
  );
  fc.assert(
    fc.property(mutated(texts), (bytes) => expectValueOrError(() => decodeHeapText(bytes))),
    { numRuns: FUZZ_RUNS },
  );
});

test("symbols, applied to a whole profile", () => {
  const { profile } = decodeHeapText(inputs("seed/go1.4.3/0001/pprof/heap")[0]!);
  const texts = inputs("seed/go1.4.3/0001/pprof/symbol.txt");
  fc.assert(
    fc.property(mutated(texts), (bytes) =>
      expectValueOrError(() => applySymbols(profile, decodeSymbols(bytes))),
    ),
    { numRuns: FUZZ_RUNS },
  );
});
