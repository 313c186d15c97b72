/** Since when there are goroutines at a place, by looks made up of counts. */
import { expect, test } from "vitest";
import { seenSince } from "../../src/server/recorded/seen-since.ts";
import { seenText } from "../../src/web/goroutines/goroutine-text.ts";

/** A look every 15 seconds, each with counts by group: groups 1 and 2 are at place "a", 3 is at "b". */
function seen(...looks: readonly Record<number, number>[]) {
  const levels = looks.map((counts, at) => ({
    run: 0,
    time: 1_000 + 15 * at,
    ids: Int32Array.from(Object.keys(counts), Number),
    counts: Float64Array.from(Object.values(counts)),
  }));
  return seenSince(levels, (group) => (group === 3 ? "b" : group < 3 ? "a" : undefined));
}

test("at every look, by whichever group of the place, with the fewest there were", () => {
  const places = seen({ 1: 5 }, { 1: 2, 2: 1 }, { 2: 4 });
  expect(places.get("a")).toEqual({ looks: 3, seconds: 30, least: 3, noneBefore: null });
  expect(seenText(places.get("a")!, 4)).toBe("at every look for 30 s, never fewer than 3");
});

test("all there are came after the last look that had none, whatever was before", () => {
  const places = seen({ 3: 9 }, { 1: 1 }, { 1: 1, 3: 2 }, { 1: 1, 3: 7 }, { 1: 1, 3: 2 });
  expect(places.get("b")).toEqual({ looks: 3, seconds: 30, least: 2, noneBefore: 45 });
  expect(seenText(places.get("b")!, 2)).toBe("at every look for 30 s, none before");
});

test("of one look nothing is told but that they came since the one before", () => {
  expect(seen({ 1: 1 }, { 3: 2 }).get("b")).toMatchObject({ looks: 1, noneBefore: 15 });
  expect(seenText({ looks: 1, seconds: 0, least: 2, noneBefore: 15 }, 2)).toBe("came within 15 s");
  expect(seenText(seen({ 3: 2 }).get("b")!, 2)).toBe("");
  expect(seenText(null, 2)).toBe("");
});

test("a place that the last look does not have is not told of", () => {
  expect([...seen({ 1: 1, 3: 1 }, { 3: 1, 7: 1 }).keys()]).toEqual(["b"]);
});
