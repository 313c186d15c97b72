/** What is told of how old the things are that a page shows. */
import { describe, expect, test } from "vitest";
import { asOfText, errorText, freshText, type Known } from "../../src/web/data/freshness.ts";
import { shortTime } from "../../src/web/format-time.ts";
import { nothingText, rangeText } from "../../src/web/time/range-text.ts";

const NOW = 1_000_000;

function known(ago: number | null, part: Partial<Known["row"]> = {}, isLost = false): Known {
  const lastLook = ago === null ? null : NOW - ago;
  return {
    row: { state: "up", lastLook, nextLook: null, interval: 15, ...part },
    now: NOW,
    isLost,
  };
}

describe("beside the range", () => {
  test.each<[string, Known, string]>([
    ["a look of this interval", known(14), "now"],
    ["one that is late", known(29), "now"],
    ["two that are", known(31), "last look 31 s ago"],
    ["a program that is asked seldom", known(60, { nextLook: NOW + 10 }), "now"],
    ["one that stopped to answer", known(3, { state: "down" }), "last look 3 s ago"],
    ["one that was never seen", known(null, { state: "down" }), "not seen yet"],
    ["a recorder that was started again", known(90, { state: "new" }), "last look 90 s ago"],
    ["a server that is gone", known(3, {}, true), "last look 3 s ago"],
  ])("%s", (_, of, text) => expect(freshText(of)).toBe(text));
});

test("what is not of now says of when it is, and why", () => {
  const at = NOW - 27;
  const start = `As of ${shortTime(at)} (27 s ago)`;
  const text = (of: Known) => asOfText(at, of).replace(/of \d+ \w+ /, "of ");
  expect(text(known(27, { state: "down" }))).toBe(`${start}, before it stopped answering:`);
  expect(text(known(27, {}, true))).toBe(`${start}, before the recorder stopped answering:`);
  expect(text(known(27, { state: "new" }))).toBe(
    `${start}, before the recorder was started again:`,
  );
  expect(text(known(27, { state: "gone" }))).toBe(`${start}:`);
});

test("an error says since when", () => {
  const error = "nothing listens there.";
  const seen = { lastLook: NOW - 70, interval: 15 };
  expect(errorText({ error: null, failingSince: null, ...seen })).toBeNull();
  expect(errorText({ error, failingSince: null, ...seen })).toBe(error);
  expect(errorText({ error, failingSince: NOW - 60, ...seen })).toMatch(
    /^nothing listens there\. Since .*\d\d:\d\d:\d\d\.$/,
  );
  // The recorder was started again four minutes after it had looked last.
  expect(errorText({ error, failingSince: NOW - 60, ...seen, lastLook: NOW - 300 })).toMatch(
    /Since .*\d\d:\d\d:\d\d at the latest; before that nobody looked since .*\d\d:\d\d:\d\d\.$/,
  );
});

test("a range says what was seen in it, or that nothing was and what there is", () => {
  const recorded = { id: 1, from: NOW, to: NOW + 100, first: NOW - 5000, last: NOW + 5000 };
  const looked = { from: NOW + 10, to: NOW + 70 };
  expect(rangeText({ ...recorded, looked })).toMatch(/ to \S+ · 60 s$/);
  expect(rangeText({ ...recorded, looked: null })).toBe("nothing recorded");
  expect(nothingText({ ...recorded, looked: null })).toMatch(
    /^Nothing was recorded from .* to \S+; there is .* to .*\.$/,
  );
});
