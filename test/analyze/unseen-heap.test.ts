/** A Go heap that nothing breaks down: what to do depends on why. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MissingSource } from "../../src/model/snapshot.ts";

/** The kernel's half of a real process. */
function adviceWhere(missing: readonly MissingSource[]): string {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const { memStats: _, heap: __, ...rest } = decodeBundle(raw, { gunzip }).snapshots[0]!;
  const report = explain({ target: "app", snapshots: [{ ...rest, missing }], remarks: [] });
  const finding = report.verdicts.find(({ id }) => id === "unseen-heap")!;
  return finding.actions.map(({ text }) => text).join("\n");
}

test("pprof is to be served where nobody was asked", () => {
  expect(adviceWhere([])).toContain("Serve pprof in the program, then look again:");
});

test("a program that serves it and did not answer is not told to serve it", () => {
  const late = { reason: "http://x/heap: no answer within 4 s", remedy: "Give it more time." };
  const absent = { reason: "there is no /debug/vars", remedy: "Import expvar." };
  const advice = adviceWhere([
    { source: "vars.json", ...absent },
    { source: "pprof/heap", ...late },
    { source: "pprof/heap.debug1.txt", ...late },
  ]);
  expect(advice).toBe(
    "Its pprof could not be read: http://x/heap: no answer within 4 s. Give it more time.",
  );
});
