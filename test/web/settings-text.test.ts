/** What is said of what-if where the settings changed meanwhile. */
import { expect, test } from "vitest";
import { shortTime } from "../../src/web/format-time.ts";
import { basisText, noAnswerText, reachedText, sinceText } from "../../src/web/gc/settings-text.ts";

const since = Math.floor(Date.now() / 1000);
const CHANGE = { since, what: "GOGC was changed from 100 to 200", collections: 1, refusal: null };
const seen = `GOGC was changed from 100 to 200, as seen at ${shortTime(since)}.`;

test.each([
  [1, "the collection since then"],
  [1200, "the 1,200 collections since then"],
])("what it is told from: %d", (collections, those) => {
  expect(sinceText({ ...CHANGE, collections })).toBe(`${seen} This is told from ${those} only.`);
});

test("and why it can't be told", () => {
  const refusal = "1 collection was seen in 2 s; at least 5 are needed.";
  const text = noAnswerText({ ...CHANGE, refusal });
  expect(text.startsWith(seen)).toBe(true);
  expect(text.endsWith(`too little was seen since then. ${refusal}`)).toBe(true);
});

test("from what it is told, and for which heap", () => {
  const basis = { collections: 12, seconds: 40, until: since, growth: null };
  const told = `“Now” is told from 12 collections in 40 s until ${shortTime(since)}.`;
  expect(basisText(basis)).toBe(told);
  const growth = { now: 600 * 2 ** 20, perSecond: 2 ** 20 };
  expect(basisText({ ...basis, growth })).toBe(
    `${told} What is live grows by 60.0 MiB a minute; all numbers are for the 600 MiB that are live now.`,
  );
});

test("when a memory limit is full", () => {
  expect(reachedText(23)).toContain("leaves no room below this limit in 23 s");
  expect(reachedText(0)).toContain("leaves no room below this limit now");
});
