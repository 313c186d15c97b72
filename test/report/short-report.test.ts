/** What a report leaves out unasked, and what it says of a series and of marks in its first lines. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { findLine } from "../../src/model/ledger.ts";
import { renderText } from "../../src/report/text/render-text.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/captures/probe/go1.19");
const REPORT = explain(decodeBundle(readBundleFolder(FOLDER), { gunzip }));
const OPTIONS = { width: 80, color: false, unicode: true, all: false };

function section(text: string, title: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(title));
  return lines.slice(start + 1, lines.indexOf("", start));
}

it("says of VIRT one sentence where another finding comes first", () => {
  const at = REPORT.verdicts.findIndex(({ id }) => id === "virtual-only");
  expect(at).toBeGreaterThan(0);
  const title = `[${at + 1}] virtual-only`;
  const brief = section(renderText(REPORT, OPTIONS), title);
  expect(brief.join(" ")).toContain("reserved");
  expect(brief.join(" ")).toMatch(/^[^.]*(\.\S[^.]*)*\.$/); // one sentence: a full stop ends it
  const whole = section(renderText(REPORT, { ...OPTIONS, all: true }), title);
  expect(whole.length).toBeGreaterThan(brief.length);
});

it("explains twelve words, and names the others", () => {
  const words = section(renderText(REPORT, OPTIONS), "What the words mean");
  expect(words.findIndex((line) => line.startsWith("  --all or --explain: "))).toBe(12);
  const all = renderText(REPORT, { ...OPTIONS, all: true });
  expect(all).not.toContain("--all or --explain");
});

it("shows in its first line how far RSS moved", () => {
  const rss = findLine(REPORT.ledger, "rss")!;
  const { bytes } = rss.change!;
  expect(Math.abs(bytes)).toBeGreaterThan(0.01 * rss.bytes!);
  const [first] = renderText(REPORT, OPTIONS).split("\n");
  expect(first).toMatch(
    bytes > 0 ? /RSS [\d.]+ MiB \(\+[\d.]+ \w+\)/ : /RSS [\d.]+ MiB \(−[\d.]+ \w+\)/,
  );
});

it("explains the mark of lines that have too few samples", () => {
  const code = REPORT.code.map((line) => ({ ...line, resolvable: false }));
  const text = renderText({ ...REPORT, code }, OPTIONS);
  expect(text).toMatch(/ \?$/m);
  expect(text).toContain("?: too few samples to be ranked.");
  const [one] = code;
  const ten = Array.from({ length: 10 }, (_, i) => ({ ...one!, line: i }));
  expect(renderText({ ...REPORT, code: ten }, OPTIONS).replace(/\n/g, " ")).toContain(
    "?: too few samples to be ranked, as 2 more lines have.",
  );
});
