/** A finalizer that is running is in the goroutine profile; the goroutine that waits for one says nothing. */
import { expect, test } from "vitest";
import { liveHeap } from "../../src/analyze/verdicts/heap/live-heap.ts";
import { makeContext } from "../../src/analyze/verdicts/rule/context.ts";
import { MiB } from "../../src/base/units.ts";
import { visibleFrames } from "../../src/decode/goroutine/visible-frames.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";

const line = (id: string, children: readonly LedgerLine[] = []): LedgerLine => ({
  id,
  title: id,
  bytes: 90 * MiB,
  basis: "counted",
  source: "",
  children,
});

/** @param functions innermost first */
function verdictOf(...functions: string[]): string {
  const frames = functions.map((name, at) => ({ function: name, file: "/src/m.go", line: at + 1 }));
  const groups = [{ count: 1, frames: visibleFrames(frames) }];
  const goroutines = { total: 1, groups, source: "goroutine?debug=1" as const, truncated: false };
  const snapshot = { name: "1", meta: {}, goroutines, missing: [] };
  const recording = { target: "x", snapshots: [snapshot], remarks: [] };
  const ledger = line("rss", [line("live")]);
  const { evidence, actions } = liveHeap.judge(
    makeContext(recording, [{ snapshot, ledger }], []),
    new Set(),
  )!;
  return [...evidence.map(({ value }) => value), ...actions.map(({ text }) => text)].join("\n");
}

test.each(["runtime.runFinalizers", "runtime.runfinq"])("a finalizer below %s is named", (name) => {
  const text = verdictOf("time.Sleep", "main.open.func1", name);
  expect(text).toMatch(/^m\.go:2 \(main\.open\.func1\)$/m);
  expect(text).toContain("wait for one goroutine, which is in m.go:2 (main.open.func1)");
});

test("one that only waits, or another goroutine, is no finalizer at work", () => {
  expect(verdictOf("runtime.gopark", "runtime.runFinalizers")).not.toContain("finalizers");
  expect(verdictOf("time.Sleep", "main.main", "runtime.main")).not.toContain("finalizers");
});
