import { expect, test } from "vitest";
import { goLog2 } from "../../../src/pprof/measure/go-log2.ts";

const view = new DataView(new ArrayBuffer(8));
function ofBits(bits: string): number {
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

// Printed by Go 1.26 on amd64: x and math.Log2(x), as bits. Math.log2 has another last bit in each.
test.each([
  ["3fefffffec9147bc", "be6c0900f24dde0e"],
  ["3fefffffffffff53", "bd1f32c27ebccf5f"],
  ["3feffffff32671d6", "be6289d3415719c5"],
  ["3fefff50e1babe73", "bf1f94e380b4c8c2"],
  ["3fefffff5fcc0895", "be9ce3f89f95a521"],
])("log2 of %s has Go's last bit", (x, log) => {
  expect(goLog2(ofBits(x))).toBe(ofBits(log));
  expect(goLog2(ofBits(x))).not.toBe(Math.log2(ofBits(x)));
});

test("is exact for powers of two, and near the truth elsewhere", () => {
  for (let exponent = -1022; exponent < 1000; exponent++) {
    expect(goLog2(2 ** exponent)).toBe(exponent);
    expect(goLog2(3 * 2 ** (exponent - 1)) - exponent).toBeCloseTo(Math.log2(1.5), 12);
  }
});

test("has no logarithm of what is not positive", () => {
  expect(goLog2(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(goLog2(-1)).toBeNaN();
  expect(goLog2(Number.NaN)).toBeNaN();
});
