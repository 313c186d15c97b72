/** Columns as text: what goes in comes out, and the text is what other base64 readers read. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { packColumn, unpackColumn } from "../../src/base/packed-column.ts";

const integers = fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }));

test("whole numbers come back, as far as they are exact", () => {
  fc.assert(
    fc.property(integers, (values) => {
      expect([...unpackColumn(packColumn(values))]).toEqual(values);
    }),
  );
  const edges = [0, 1, -1, 127, 128, -128, 2 ** 31, 2 ** 32, 2 ** 52, -(2 ** 52)];
  expect([...unpackColumn(packColumn(edges))]).toEqual(edges);
  expect(packColumn(edges)[0]).toBe("v");
});

test("every other number comes back, too", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      expect([...unpackColumn(packColumn(values))]).toEqual(values);
    }),
  );
  expect(packColumn([0.5])[0]).toBe("d");
  expect(packColumn([-0])[0]).toBe("d");
  expect(packColumn([2 ** 53])[0]).toBe("d");
});

test("the text is base64 of protobuf's zigzag varints", () => {
  // -1 → 1, 1 → 2, 150 → 300 = 0xAC 0x02 (the example of protobuf's documentation)
  const bytes = Buffer.from([0x01, 0x02, 0xac, 0x02]);
  expect(packColumn([-1, 1, 150])).toBe(`v${bytes.toString("base64")}`);
});

test("small numbers take little room", () => {
  const values = Array.from({ length: 3000 }, (_, i) => i % 60);
  expect(packColumn(values).length).toBe(1 + 4000);
});

test("what is no column is refused", () => {
  for (const text of ["", "x", "dAAAA", "v~~~~"]) {
    expect(() => unpackColumn(text)).toThrow(RangeError);
  }
});
