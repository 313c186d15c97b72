/** The answer of --what-if as text in several widths, and as JSON that holds to its schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inputOfRecording } from "../../src/analyze/what-if/input-of-recording.ts";
import { parseQuestions } from "../../src/analyze/what-if/parse-questions.ts";
import { whatIfOf } from "../../src/analyze/what-if/what-if.ts";
import { MiB } from "../../src/base/units.ts";
import { bundleOfBytes } from "../../src/collect/bundle/read-stored.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { PLAIN_TEXT } from "../../src/report/text/options.ts";
import { paint } from "../../src/report/text/paint.ts";
import { whatIfLines } from "../../src/report/text/what-if/what-if-lines.ts";
import { whatIfJson } from "../../src/report/what-if-json.ts";

const file = join(import.meta.dirname, "../fixtures/what-if/steady.tgz");
const bundle = await bundleOfBytes("steady", readFileSync(file), {});
const recording = decodeBundle(bundle, { gunzip });
const questions = parseQuestions([
  "GOGC=50,100,400,off",
  "GOMEMLIMIT=28MiB",
  "GOGC=off+GOMEMLIMIT=100MiB",
]);
const answer = whatIfOf(inputOfRecording(recording, 120 * MiB), questions);
const refusal = whatIfOf({ looks: [] }, questions);

const textOf = (result: typeof answer, width: number) =>
  paint(whatIfLines(result, { ...PLAIN_TEXT, width }), PLAIN_TEXT);

describe("text", () => {
  test.each([60, 80, 100, 140, 200])("no line is wider than %i columns", (width) => {
    for (const result of [answer, refusal]) {
      for (const line of textOf(result, width).split("\n")) {
        expect([...line].length).toBeLessThanOrEqual(width);
      }
    }
  });

  test("begins with what to set, and marks the row", () => {
    const text = textOf(answer, 120);
    const [, setting] = /^Set (\S+): a peak of about/.exec(text)!;
    expect(text).toMatch(new RegExp(`\\n${setting} .* best\\n`));
    expect(text).toMatch(/\nGOGC=100 .* now\n/);
  });

  test("has each number's interval below it, also in a terminal of 80 columns", () => {
    const lines = textOf(answer, 80).split("\n");
    const row = lines.findIndex((line) => line.startsWith("GOGC=100 "));
    const [, peak, rss] = /([\d.]+) MiB +([\d.]+) MiB/.exec(lines[row]!)!.map(Number);
    const [, ...ends] = /from–to +([\d.]+)–([\d.]+) +([\d.]+)–([\d.]+) /.exec(lines[row + 1]!)!;
    const [peakLow, peakHigh, rssLow, rssHigh] = ends.map(Number);
    expect([peakLow! <= peak!, peak! <= peakHigh!, rssLow! <= rss!, rss! <= rssHigh!]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test("says what each mark means", () => {
    const text = textOf(answer, 120);
    expect(text).toMatch(/\nGOGC=off .*over, no end|\nGOGC=off .*no end, over/);
    expect(text).toContain("no end: it grows as long as it runs");
    expect(text).toMatch(/\n!: the memory limit leaves less than a tenth/);
  });

  test("a refusal says why and what to do", () => {
    const text = textOf(refusal, 80);
    expect(text).toContain("What if: not told.");
    expect(text).toContain("resident run");
  });
});

test("JSON has a row for each setting and says no more than the text", () => {
  const json = JSON.parse(JSON.stringify(whatIfJson(answer)));
  expect(json.whatIf.map((row: { gogc: unknown }) => row.gogc)).toContain("off");
  expect(json.whatIf.filter((row: { isPresent: boolean }) => row.isPresent)).toHaveLength(1);
  expect(json.whatIfBasis.present).toEqual({ gogc: 100, memlimit: null });
  expect(json.whatIfRecommendation.limit).toBe(120 * MiB);
  for (const row of json.whatIf) {
    expect(row.peakHeapRange[0]).toBeLessThanOrEqual(row.peakHeap);
    expect(row.peakRss).toBeGreaterThan(row.peakHeap);
  }
  expect(JSON.parse(JSON.stringify(whatIfJson(refusal)))).toEqual({
    whatIf: [],
    whatIfRefusal: { reason: expect.any(String), hint: expect.any(String) },
  });
});
