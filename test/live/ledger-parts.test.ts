/** The bar's parts add up to RSS on every capture, and its pieces to its length. */
import { expect, test } from "vitest";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { barLine } from "../../src/live/screen/ledger-bar.ts";
import { ledgerParts } from "../../src/live/screen/ledger-parts.ts";
import { roundScale } from "../../src/live/screen/round-scale.ts";
import { findLine } from "../../src/model/ledger.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { spansWidth } from "../../src/report/text/spans.ts";
import { CAPTURE_NAMES, readCapture } from "../support/captures.ts";
import { looksAt, stateBefore, withLooks } from "./looks-of-capture.ts";

const MiB = 2 ** 20;
const captures = CAPTURE_NAMES.map((name) => decodeBundle(readCapture(name), { gunzip })).filter(
  ({ snapshots }) => snapshots[0]!.status !== undefined,
);

test("there are captures of old and new versions", () => {
  expect(captures.length).toBeGreaterThan(8);
});

test("the parts add up to RSS, but for what is too small to see", () => {
  for (const recording of captures) {
    const { program } = looksAt(recording, 0);
    const parts = ledgerParts(program.ledger);
    const sum = parts.reduce((total, { bytes }) => total + bytes, 0);
    const rss = findLine(program.ledger, "rss")!.bytes!;
    expect(Math.abs(sum - rss), recording.target).toBeLessThanOrEqual(0.05 * MiB);
    expect(parts.every(({ bytes }) => bytes > 0)).toBe(true);
    // Go 1.4 to 1.7 do not say what of the objects is live.
    expect(["live", "allocated"]).toContain(parts[0]!.id);
    const glyphs = parts.map(({ glyph }) => glyph);
    expect(new Set(glyphs).size, "told apart without colours").toBe(glyphs.length);
  }
});

test("memory that is shared with others has a name", () => {
  const { program } = looksAt(captures[0]!, 0);
  const shared = findLine(program.ledger, "shared-memory")!;
  const rss = findLine(program.ledger, "rss")!;
  const bytes = 64 * MiB;
  const children = rss.children.map((line) => (line === shared ? { ...line, bytes } : line));
  const larger = { ...rss, bytes: rss.bytes! + bytes - (shared.bytes ?? 0), children };
  const parts = ledgerParts({ ...program.ledger, children: [larger] });
  expect(parts.find(({ id }) => id === "shared-memory")).toMatchObject({ title: "shared", bytes });
  const other = parts.find(({ id }) => id === "other")?.bytes ?? 0;
  expect(other).toBe(ledgerParts(program.ledger).find(({ id }) => id === "other")?.bytes ?? 0);
});

test("without the program's numbers the heap is one part", () => {
  for (const recording of captures) {
    const { name, meta, status, addressSpace, rollup } = recording.snapshots[0]!;
    const kernelOnly = { name, meta, status, addressSpace, rollup, missing: [] } as Snapshot;
    const { go, target } = recording;
    const alone = { target, ...(go && { go }), snapshots: [kernelOnly], remarks: [] };
    const { program } = looksAt(alone, 0);
    const parts = ledgerParts(program.ledger);
    const whole = findLine(program.ledger, "go-heap")!.bytes!;
    expect(parts[0], recording.target).toMatchObject({ title: "Go heap", bytes: whole });
  }
});

test("the bar is as wide as the screen, and its pieces are in proportion", () => {
  for (const recording of captures) {
    const { kernel, program } = looksAt(recording, 0);
    const state = withLooks(stateBefore(0, 100), [kernel, program]);
    const line = barLine(state);
    expect(spansWidth(line), recording.target).toBe(100);
    const live = line.filter(({ text }) => /^█+$/.test(text)).map(({ text }) => text.length);
    const bar = line
      .filter(({ text }) => /^[█▓▒░▚▪▞─≡·]+$/.test(text))
      .map(({ text }) => text.length);
    const drawn = bar.reduce((sum, width) => sum + width, 0);
    const part = ledgerParts(program.ledger).find(({ glyph }) => glyph === "█")!;
    expect(Math.abs(live[0]! / drawn - part.bytes / kernel.rss!)).toBeLessThan(0.03);
  }
});

test("where there is a limit the bar's end is the limit, so that the room to it shows", () => {
  const { kernel, program } = looksAt(captures[0]!, 0);
  const source = "cgroup /pod memory.max";
  const bytes = 4 * kernel.rss!;
  const limit = { kind: "cgroup", source, bytes, used: kernel.rss!, reclaimable: 0 } as const;
  const line = barLine(withLooks(stateBefore(0, 100), [kernel, { ...program, limit }]));
  const text = line.map((one) => one.text).join("");
  expect(text).toMatch(/│ \d+ MiB limit$/);
  const [, filled, free] = /MiB +(\S+)( +)│/.exec(text)!;
  expect(filled!.length / (filled!.length + free!.length)).toBeCloseTo(0.25, 1);
});

test("a scale ends at a round number that holds the value, and is not twice as large", () => {
  for (let value = MiB; value < 2 ** 40; value *= 1.37) {
    const end = roundScale(value, MiB);
    expect(end).toBeGreaterThanOrEqual(value);
    expect(end).toBeLessThanOrEqual(1.51 * value);
    expect(Number((end / MiB).toPrecision(2))).toBeCloseTo(end / MiB);
  }
  expect(roundScale(0, MiB)).toBe(MiB);
});
