/** When the collections of a page were, against what the runtime itself says of the last one. */
import { expect, test } from "vitest";
import { gcTable } from "../../../src/analyze/page/gc-table.ts";
import type { MemStats } from "../../../src/model/mem-stats.ts";
import { recordingOf } from "../../web/support/page-of.ts";

const PROBE = "test/fixtures/captures/probe";

test.each(["go1.8", "go1.11", "go1.26"])("of %s by the clock", async (name) => {
  const { gcLog: _, ...recording } = await recordingOf(`${PROBE}/${name}`);
  const table = gcTable(recording)!;
  const { LastGC } = recording.snapshots.at(-1)!.memStats!;
  expect(table.origin! + table.columns.at.at(-1)!).toBeCloseTo(LastGC!, 3);
});

/** Ends of collections as MemStats keep them, in Unix seconds. */
function endOf({ PauseEnd }: MemStats, n: number): number {
  return PauseEnd![(n + 255) % 256]! / 1e9;
}

test("of a trace by what a look says of one of its collections", async () => {
  const recording = await recordingOf(`${PROBE}/go1.26`);
  const { columns, origin, source } = gcTable(recording)!;
  expect(source).toBe("gctrace");
  const stats = recording.snapshots.at(-1)!.memStats!;
  const rows = columns.n.flatMap((n, row) => (n! <= stats.NumGC! ? [row] : []));
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    const apart = origin! + columns.at[row]! - endOf(stats, columns.n[row]!);
    expect(Math.abs(apart)).toBeLessThan(0.1);
  }
});

test("of a trace from the start that the kernel tells", async () => {
  const { snapshots, ...rest } = await recordingOf(`${PROBE}/go1.26`);
  const told = snapshots.map((one) => ({ ...one, meta: { ...one.meta, processStart: 1e9 } }));
  expect(gcTable({ ...rest, snapshots: told })?.origin).toBe(1e9);
});

test("of several starts in one trace nothing tells the clock", async () => {
  const recording = await recordingOf(`${PROBE}/go1.26`);
  const gcLog = recording.gcLog!;
  const n = Float64Array.from(gcLog.cycles.n, () => 1);
  const restarted = { ...recording, gcLog: { ...gcLog, cycles: { ...gcLog.cycles, n } } };
  expect(gcTable(restarted)?.origin).toBeNull();
});

test("why there is no what-if is said where there is none", async () => {
  const { gcLog: _, ...recording } = await recordingOf(`${PROBE}/go1.26`);
  const one = { ...recording, snapshots: recording.snapshots.slice(-1) };
  expect(gcTable(one)).toMatchObject({
    whatIf: null,
    whatIfRefusal: "Nothing that was read says how often it collects.",
  });
});
