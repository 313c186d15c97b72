/**
 * Mutated real inputs for fuzz tests: what a decoder meets when a file is cut, damaged, edited or
 * made to hurt. Shrinks towards few mutations; fast-check prints the seed.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { cpuStopwatch } from "./cpu-time.ts";

type Mutation = (bytes: Uint8Array) => Uint8Array;

/** Numbers and pieces that decoders have stumbled over. */
const NASTY = [
  "18446744073709551615",
  "9007199254740993",
  "-1",
  "1e999",
  "NaN",
  "ffffffffffffffff",
  "\0",
  "\n\n",
  " kB",
  '"',
  "{",
  "[[[[[[[[[[[[[[[[",
  "__proto__",
  "\u{fffd}",
].map((text) => new TextEncoder().encode(text));

const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (share: number, bytes: Uint8Array) => Math.floor(share * bytes.length);

function spliced(bytes: Uint8Array, start: number, end: number, insert: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - (end - start) + insert.length);
  result.set(bytes.subarray(0, start));
  result.set(insert, start);
  result.set(bytes.subarray(end), start + insert.length);
  return result;
}

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(
    ([where, byte]): Mutation =>
      (bytes) => {
        const i = at(where, bytes);
        return spliced(bytes, i, Math.min(i + 1, bytes.length), Uint8Array.of(byte));
      },
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 64 })).map(
    ([where, length]): Mutation =>
      (bytes) => {
        const i = at(where, bytes);
        return spliced(bytes, i, Math.min(i + length, bytes.length), new Uint8Array());
      },
  ),
  fc.tuple(place, fc.constantFrom(...NASTY), fc.integer({ min: 0, max: 20 })).map(
    ([where, piece, replaced]): Mutation =>
      (bytes) => {
        const i = at(where, bytes);
        return spliced(bytes, i, Math.min(i + replaced, bytes.length), piece);
      },
  ),
  fc.tuple(place, place, place).map(
    ([from, to, where]): Mutation =>
      (bytes) => {
        const piece = bytes.subarray(at(Math.min(from, to), bytes), at(Math.max(from, to), bytes));
        const i = at(where, bytes);
        return spliced(bytes, i, i, piece.subarray(0, 4096));
      },
  ),
  place.map(
    (where): Mutation =>
      (bytes) =>
        bytes.subarray(0, at(where, bytes)),
  ),
  fc.uint8Array({ maxLength: 32 }).map(
    (noise): Mutation =>
      () =>
        noise,
  ),
);

/** One of the inputs with one to six mutations. */
export function mutated(inputs: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...inputs), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([input, mutations]) => mutations.reduce((bytes, mutate) => mutate(bytes), input));
}

/** Number of runs of each fuzz test. */
export const FUZZ_RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);

const MAX_MILLISECONDS = 2000;

/**
 * Fails unless the decoder gives a value or a ResidentError, and that soon.
 * @param milliseconds of processor time: more for an input of many megabytes
 */
export function expectValueOrError(decode: () => unknown, milliseconds = MAX_MILLISECONDS): void {
  const spent = cpuStopwatch();
  try {
    decode();
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    expect(error.message.length).toBeLessThan(2000);
  }
  expect(spent()).toBeLessThan(milliseconds);
}
