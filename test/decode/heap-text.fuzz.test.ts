/** Damaged texts of heap profiles and symbols: a value or a DecodeError, and soon. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { decodeHeapText } from "../../src/decode/heap-text/decode-heap-text.ts";
import { applySymbols } from "../../src/decode/symbols/apply-symbols.ts";
import { decodeSymbols } from "../../src/decode/symbols/decode-symbols.ts";
import { CAPTURES } from "../support/captures.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";
import { profileToText } from "../support/profile-text.ts";

const read = (name: string) => readFileSync(join(CAPTURES, name));
const TEXTS = [
  read("seed/go1.4.3/0002/pprof/heap"),
  ...["go1.4", "go1.8", "go1.14", "go1.26"].map((version) =>
    read(`probe/${version}/0002/pprof/heap.debug1.txt`),
  ),
  new TextEncoder().encode(
    "heap profile: 1: 8 [1: 8] @ heap_v2/512\n1: 8 [1: 8] @ 0x401 0x7f01\n\nMAPPED_LIBRARIES:\n" +
      "lib=/lib\n00000400-00000500 r-xp 00001000 08:01 42   /app\n0x7f00-0x8000: $lib/c (@20) ab\n",
  ),
];
const SYMBOLS = read("seed/go1.4.3/0002/pprof/symbol.txt");

/** What comes out can be walked from end to end, with names too. */
function decodeAndWalk(text: Uint8Array, symbols: Uint8Array, milliseconds?: number): void {
  expectValueOrError(() => {
    try {
      const { profile } = decodeHeapText(text);
      profileToText(applySymbols(profile, decodeSymbols(symbols)));
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeError);
      throw error;
    }
  }, milliseconds);
}

it("decodes damaged texts or says what is wrong", () => {
  const inputs = fc.tuple(mutated(TEXTS), mutated([SYMBOLS]));
  fc.assert(
    fc.property(inputs, ([text, symbols]) => decodeAndWalk(text, symbols)),
    { numRuns: FUZZ_RUNS },
  );
});

/** Texts with one kind of thing so many times: what costs its square takes minutes at the larger. */
it.each([
  [50_000, undefined],
  [500_000, 30_000],
])("takes no longer for a text made to hurt: %i times", (many, milliseconds) => {
  const header = "heap profile: 1: 1 [1: 1] @ heap/2\n";
  const addresses = Array.from({ length: many }, (_, i) => `0x${(i * 16).toString(16)}`);
  const hurting = [
    `${header}1: 1 [1: 1] @ ${addresses.join(" ")}\n${"#\t0x1\tf+0x1\tf.go:1\n".repeat(many)}`,
    `${header}1: 1 [1: 1] @ 0x1\n#\t0x1\t${"+0x1\t".repeat(many)}\n`,
    `${header}1: 1 [1: 1] @ 0x1\n#\t0x1\tf+0x1\t${":1".repeat(many)}x\n`,
    `heap profile:${" ".repeat(many)}x`,
    `${header}1: 1 [1: 1]${" ".repeat(many)}x`,
    `${header}\nMAPPED_LIBRARIES:\n${"0".repeat(many)}\n${"a=$a$a\n".repeat(many)}`,
    `${header}1: 1 [1: 1] @ ${addresses.join(" ")}\nMAPPED_LIBRARIES:\n${addresses
      .map((start) => `${start}-${start}f: /lib\n`)
      .join("")}`,
  ];
  for (const text of hurting) decodeAndWalk(new TextEncoder().encode(text), SYMBOLS, milliseconds);
});
