/** Without a terminal: a line a look, and one where the answer changes. */
import { expect, test } from "vitest";
import { PlainLines } from "../../src/live/plain/plain-lines.ts";
import { leakRecording, looksAt, stateBefore } from "./looks-of-capture.ts";

const recording = await leakRecording();
const { data } = stateBefore(0);

test("every look of the kernel is a line with the time and the newest figures", () => {
  const lines = new PlainLines(data, true);
  const first = looksAt(recording, 0);
  expect(lines.add(first.kernel)).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d {2}RSS \d+\.\d MiB$/),
  ]);
  expect(lines.add(first.program)).toEqual([]);
  const [line] = lines.add(looksAt(recording, 1).kernel);
  expect(line).toMatch(/RSS .* MiB {2}\+.* MiB\/min {2}live .* heap .* goroutines \d+ {2}GCs \d+$/);
});

test("the answer is a line where it is another one, not where its figures change", () => {
  const lines = new PlainLines(data, true);
  const told = recording.snapshots.map((_, at) => lines.add(looksAt(recording, at).profile).length);
  expect(told[0]).toBe(1);
  expect(told.reduce((sum, count) => sum + count, 0)).toBeLessThan(recording.snapshots.length);
  const { profile } = looksAt(recording, recording.snapshots.length - 1);
  expect(new PlainLines(data, true).add(profile)[0]).toContain("live-heap-growing: The live heap");
});

test("a restart is told, and then the answer again", () => {
  const lines = new PlainLines(data, true);
  const { profile } = looksAt(recording, 3);
  lines.add(profile);
  const text = (look: Parameters<PlainLines["add"]>[0]) => lines.add(look).join("").slice(10);
  expect(text({ kind: "gone", time: 1, reason: "process 7 has ended" })).toBe(
    "process 7 has ended: waiting for it to come back",
  );
  expect(text({ kind: "back", time: 5, pid: 8, label: "x" })).toBe("it is back: process 8");
  expect(lines.add(profile).length).toBe(1);
});

test("what can't be read is told once", () => {
  const lines = new PlainLines(data, true);
  const trouble = { kind: "trouble", time: 1, reason: "no answer" } as const;
  expect(lines.add(trouble).length).toBe(1);
  expect(lines.add(trouble)).toEqual([]);
});

test("without a PID the program's own numbers make the lines", () => {
  const lines = new PlainLines(data, false);
  const { program } = looksAt(recording, 0);
  expect(lines.add(program)).toEqual([expect.stringMatching(/ {2}live .* MiB {2}heap /)]);
});
