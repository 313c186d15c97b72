/** Damaged profiles of the old forms: a profile or the reference's refusal, and soon. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeAnyProfile } from "../../src/decode/legacy/decode-any-profile.ts";
import { cpuStopwatch } from "../support/cpu-time.ts";
import { LEGACY_PROFILES } from "../support/legacy-profiles.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";

const INPUTS = Object.values(LEGACY_PROFILES).filter((bytes) => bytes.length > 0);

it("decodes damaged profiles or says what is wrong", () => {
  fc.assert(
    fc.property(mutated(INPUTS), (bytes) => expectValueOrError(() => decodeAnyProfile(bytes))),
    { numRuns: FUZZ_RUNS },
  );
});

it("takes no longer for a text made to hurt", () => {
  const heap = "heap profile: 1: 1 [1: 1] @ heap/2\n";
  const map = "MAPPED_LIBRARIES:\n";
  const many = 60_000;
  const numbers = Array.from({ length: many }, (_, i) => (i * 16).toString(16));
  const hurting = [
    `${heap}${"1".repeat(many)}\n`,
    `${heap}${"1: ".repeat(many / 3)}\n`,
    `${heap}1: 1 [1: 1] @ ${" ".repeat(many)}\n`,
    `${heap}1: 1 [1: 1] @ ${numbers
      .slice(0, 7000)
      .map((n) => `0x${n}`)
      .join(" ")}\n${map}${numbers.map((n) => `${n}-ffffff: /lib${n} (@8)\n`).join("")}`,
    `${heap}${map}${"f".repeat(many)}\n`,
    `${heap}${map}a=${"b".repeat(1000)}\n${"a$a=$a$a$a$a\n$a$a=$a$a$a$a$a$a$a$a\n".repeat(2000)}`,
    `${heap}${map}${numbers.map((n) => `${n}z=$\n`).join("")}${"$".repeat(many)}\n`,
    `--- Thread 1 (name: ${"--- Thread 1 (name: ".repeat(3000)}\n`,
    `--- mutex:\n${"1 ".repeat(30_000)}\n`,
    `--- heapz 1 ---\n${"a".repeat(1 << 20)}\n${"= ".repeat(1 << 19)}\n`,
    `--- heapz 1 ---\nresolution = x\n1 1 @ 0x1\n0x1 ${" (".repeat(1 << 19)}:1)\n`,
  ];
  const spent = cpuStopwatch();
  for (const text of hurting) {
    expectValueOrError(() => decodeAnyProfile(new TextEncoder().encode(text)));
  }
  expect(spent()).toBeLessThan(10_000);
});
