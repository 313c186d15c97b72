/** What comes next: one sentence for all that may fall or not, the rest as it is. */
import { expect, test } from "vitest";
import { outlookOf, shortOutlookOf, toldInSum } from "../../src/model/outlook.ts";
import type { Forecast, Verdict } from "../../src/model/verdict.ts";

const MiB = 2 ** 20;
const cite = (numbers: readonly number[]) => ` [${numbers.join(", ")}]`;

function finding(...forecast: Forecast[]): Verdict {
  return {
    id: "live-heap",
    headline: "",
    bytes: null,
    share: null,
    evidence: [],
    actions: [],
    confidence: "high",
    severity: "info",
    owns: [],
    forecast,
  };
}

function may(megabytes: number, earliest: number, latest: number | null): Forecast {
  const bytes = megabytes * MiB;
  return { what: "falls", bytes, range: [0, bytes], earliest, latest, waitsFor: "a reason" };
}

const sure: Forecast = {
  what: "falls",
  bytes: 5 * MiB,
  earliest: 0,
  latest: 9,
  waitsFor: "the timer",
};
const stays: Forecast = { ...sure, what: "stays", latest: null };

test("the ways of one finding share its bytes, those of several add up", () => {
  const verdicts = [finding(may(30, 60, 180), may(72, 180, 300)), finding(may(28, 50, 200))];
  expect(outlookOf(verdicts, cite)).toEqual([
    "RSS may fall by up to 100 MiB between 50 s and 5 min after this snapshot, with the next collections [1, 2].",
  ]);
  expect(toldInSum(verdicts)).toEqual(verdicts[0]!.forecast);
});

test("of the answer alone it needs no number; where one has no end, the sum has none", () => {
  expect(outlookOf([finding(may(30, 60, 180), may(72, 180, null))], cite)).toEqual([
    "RSS may fall by up to 72.0 MiB 60 s from this snapshot at the earliest, with the next collections.",
  ]);
});

test("a single one, and what is certain, stand as they are", () => {
  const verdicts = [finding(may(30, 60, 180), stays), finding(sure, stays)];
  expect(outlookOf(verdicts, cite)).toEqual([
    "RSS may fall by up to 30.0 MiB between 60 s and 3 min after this snapshot; this waits for a reason.",
    "5.00 MiB stay; this waits for the timer.",
    "RSS falls by 5.00 MiB within 9 s [2].",
  ]);
  expect(toldInSum(verdicts)).toEqual([]);
});

test("the sum stands where its first part would", () => {
  const sentences = outlookOf([finding(sure, may(1, 0, 2)), finding(may(2, 0, 3), sure)], cite);
  expect(sentences.map((text) => text.slice(0, 11))).toEqual([
    "RSS falls b",
    "RSS may fal",
    "RSS falls b",
  ]);
});

test("in short, nothing is said twice either, and no reason is given", () => {
  const verdicts = [finding(may(39, 100, 180), may(39, 100, 420)), finding(sure, stays)];
  expect(shortOutlookOf(verdicts)).toEqual([
    "RSS may fall by up to 39.0 MiB between 100 s and 7 min after this snapshot, with the next collections.",
    "RSS falls by 5.00 MiB within 9 s.",
  ]);
  expect(shortOutlookOf([finding(stays)])).toEqual(["5.00 MiB stay."]);
});
