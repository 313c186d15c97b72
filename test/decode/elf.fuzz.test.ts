/** Damaged executables: a build, none, or a ResidentError, and no read beyond what is there. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ByteSource } from "../../src/decode/elf/byte-source.ts";
import { decodeElf } from "../../src/decode/elf/decode-elf.ts";
import {
  decodeVariables,
  sizeOfVariables,
  writableRanges,
} from "../../src/decode/elf/decode-variables.ts";
import { readGoBuild } from "../../src/decode/elf/read-go-build.ts";
import { buildElf, type ElfOptions } from "../support/build-elf.ts";
import { expectValueOrError, FUZZ_RUNS, mutated } from "../support/mutate.ts";

const FORMS = ["inline", "pointer", "symbol", "none"] as const;
const VARIABLES = [
  { name: "main.cache", section: ".noptrbss", at: 64, size: 1 << 20 },
  { name: "example.com/shop.table", section: ".noptrdata", at: 0, size: 512 },
  { name: "main.f", section: ".noptrdata", at: 600, size: 16, type: 2 },
] as const;
const INPUTS = FORMS.flatMap((form) =>
  ([32, 64] as const).flatMap((bits) =>
    [true, false].flatMap((littleEndian): ElfOptions[] => [
      { form, bits, littleEndian, lineTable: 0xfffffffb },
      { form, bits, littleEndian, variables: VARIABLES, pointers: [-1, 1 << 24] },
      { form, bits, littleEndian, lineTable: 0xfffffffa, noSections: true },
    ]),
  ),
).map(buildElf);

/** Most of what matters is in the first hundred bytes and in the tables: set a byte there. */
const hit = fc
  .tuple(fc.constantFrom(...INPUTS), fc.nat(220), fc.nat(255), fc.nat(600), fc.nat(255))
  .map(([input, at, value, fromEnd, other]) => {
    const bytes = new Uint8Array(input);
    bytes[at % bytes.length] = value;
    if (fromEnd > 0) bytes[Math.max(0, bytes.length - fromEnd)] = other;
    return bytes;
  });

/** Fails on a read beyond `size`, which is what a decoder may believe. */
function strictSource(bytes: Uint8Array, size = bytes.length): ByteSource {
  return {
    size,
    read(offset, length) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(length).toBeGreaterThanOrEqual(0);
      expect(offset + length).toBeLessThanOrEqual(size);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** What there is to read of it, each time as if the file were opened for it alone. */
function readAll(source: ByteSource): void {
  expectValueOrError(() => readGoBuild(source));
  expectValueOrError(() => {
    const elf = decodeElf(source);
    if (elf === undefined) return undefined;
    const found = decodeVariables(elf, 2) ?? [];
    expect(found.length).toBeLessThanOrEqual(2);
    for (const { size } of found) expect(size).toBeLessThanOrEqual(sizeOfVariables(elf));
    return [found, writableRanges(elf)];
  });
}

for (const [name, damaged] of [
  ["anywhere", mutated(INPUTS)],
  ["in the headers", hit],
] as const) {
  it(`an executable damaged ${name} is a build, none, or an error`, () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        readAll(strictSource(bytes));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
}

it("a file that shrinks while it is read is an error or none", () => {
  fc.assert(
    fc.property(fc.constantFrom(...INPUTS), fc.nat(1200), (input, length) => {
      const source = strictSource(input.subarray(0, length), input.length);
      readAll(source);
    }),
    { numRuns: FUZZ_RUNS },
  );
});
