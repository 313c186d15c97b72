/** A column that was trimmed holds what it held, has little room to spare, and grows on. */
import { expect, test } from "vitest";
import { Int32Column } from "../../src/base/columns.ts";

test("trimming gives back what doubling took, and no value", () => {
  const column = new Int32Column(4);
  for (let i = 0; i < 1025; i++) column.push(i * 3);
  expect(column.data.length).toBe(2048);
  column.trim();
  expect(column.data.length).toBe(1154);
  for (let i = 1025; i < 1200; i++) column.push(i * 3);
  expect([...column.finish()]).toEqual(Array.from({ length: 1200 }, (_, i) => i * 3));
});

test("a column with little room to spare stays where it is", () => {
  const column = new Int32Column(4);
  for (let i = 0; i < 1000; i++) column.push(i);
  const { data } = column;
  column.trim();
  expect(column.data).toBe(data);
});
