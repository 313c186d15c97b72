// Sums beyond 2^53, which Go's 64-bit integers hold and doubles don't. BigInt is the truth.
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixed2 } from "../../src/pprof/measure/go-number.ts";
import {
  absInt64,
  addInt64,
  descending,
  divideInt64,
  type Int64,
  shareOf,
} from "../../src/pprof/measure/int64.ts";

const LEAST = -(2n ** 63n);
const int64 = fc
  .oneof(
    fc.bigInt({ min: LEAST, max: -LEAST - 1n }),
    fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
    fc.constantFrom(LEAST, -LEAST - 1n, 2n ** 53n, -(2n ** 53n), 0n, 1n, -1n),
  )
  // A sum that a double holds is a number.
  .map((value): Int64 => (Number.isSafeInteger(Number(value)) ? Number(value) : value));

const wrapped = (value: bigint) => BigInt.asIntN(64, value);

test("sums, quotients and sizes are those of 64-bit integers", () => {
  fc.assert(
    fc.property(int64, int64, (a, b) => {
      const [x, y] = [BigInt(a), BigInt(b)];
      expect(BigInt(addInt64(a, b))).toBe(wrapped(x + y));
      expect(BigInt(divideInt64(a, b))).toBe(y === 0n ? x : wrapped(x / y));
      expect(BigInt(absInt64(a))).toBe(wrapped(x < 0n ? -x : x));
      expect(Math.sign(descending(a, b))).toBe(x > y ? -1 : x < y ? 1 : 0);
    }),
  );
});

test("a share of what is no number is the least integer, below which nothing is left out", () => {
  expect(shareOf(1000, 0.0059)).toBe(5);
  expect(shareOf(-1000, 0.0059)).toBe(5);
  expect(shareOf(1000, Number.POSITIVE_INFINITY)).toBe(Number(LEAST));
  expect(shareOf(0, Number.NaN)).toBe(Number(LEAST));
});

test("two decimals of large numbers are rounded to even, too", () => {
  // The last power of two at which a double still has eighths.
  expect(fixed2(2 ** 49 + 0.125)).toBe("562949953421312.12");
  expect(fixed2(2 ** 49 + 0.375)).toBe("562949953421312.38");
  expect(fixed2(2 ** 50 + 0.25)).toBe("1125899906842624.25");
});
