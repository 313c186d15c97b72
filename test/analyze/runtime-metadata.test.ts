/** What makes Go's own bookkeeping large: the heap, or records of single objects. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { parseGoVersion } from "../../src/model/go-version.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";

/** Of a real process without the kernel's half, its metadata replaced. */
function adviceWith(stats: Partial<MemStats>): string {
  const folder = join(import.meta.dirname, "../fixtures/captures/probe/go1.23");
  const { addressSpace: _, ...rest } = decodeBundle(readBundleFolder(folder), { gunzip })
    .snapshots[0]!;
  const memStats = { ...rest.memStats!, ...stats };
  const report = explain({
    target: "app",
    go: parseGoVersion("go1.23")!,
    snapshots: [{ ...rest, memStats }],
    remarks: [],
  });
  const finding = report.verdicts.find(({ id }) => id === "runtime-metadata");
  return finding?.actions.map(({ text }) => text).join("\n") ?? "";
}

// Figures of a million strings made unique, and of a heap that once was as large.
test("records of weak pointers are not laid to the heap's size", () => {
  const advice = adviceWith({ HeapSys: 350 * MiB, GCAndOtherSys: 93 * MiB, BuckHashSys: MiB });
  expect(advice).toMatch(/^A heap of this size does not take so much: look for many weak pointers/);
  expect(advice).not.toContain("Profiling buckets");
});

test("tables as a large heap needs are", () => {
  const large = { HeapSys: 20_000 * MiB, GCAndOtherSys: 93 * MiB, BuckHashSys: 40 * MiB };
  expect(adviceWith(large)).toMatch(/^It grows with the largest heap .*\nProfiling buckets grow/);
});
