/** Whatever is pushed comes back to the bit, whole multiples of the unit and anything else. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ScaledColumn } from "../../src/base/scaled-column.ts";

const value = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 40 }),
  fc.integer({ min: 0, max: 2 ** 33 }).map((n) => n * 2 ** 20),
  fc.integer({ min: 0, max: 2 ** 31 }).map((n) => n / 1000),
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, -0),
);

it.each([1, 1000, 1024, 2 ** 20, 0.001])("unit %d", (unit) => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), fc.nat(200), fc.nat(200), (values, a, b) => {
      const column = new ScaledColumn(unit);
      for (const one of values) column.push(one);
      const [from, to] = [Math.min(a, b, values.length), Math.min(Math.max(a, b), values.length)];
      expect([...column.slice(from, to)].map(plain)).toEqual(values.slice(from, to).map(plain));
      expect(values.map((_, at) => plain(column.get(at)))).toEqual(values.map(plain));
    }),
  );
});

/** A count of nothing has no sign. */
function plain(number: number): number {
  return number === 0 ? 0 : number;
}

it("keeps its values over many blocks, when one of them widens, and after a cut", () => {
  const column = new ScaledColumn(1);
  const values = Array.from({ length: 30_000 }, (_, i) => (i === 9000 ? 0.5 : i));
  for (const one of values) column.push(one);
  column.set(20_000, -7);
  values[20_000] = -7;
  expect([...column.slice(8000, 25_000)]).toEqual(values.slice(8000, 25_000));
  column.length = 8190;
  column.push(1e12);
  expect([...column.slice(8188, 8191)]).toEqual([8188, 8189, 1e12]);
});
