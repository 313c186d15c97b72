/** A Go heap that nothing breaks down: what to do depends on why. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MissingSource } from "../../src/model/snapshot.ts";

/** The kernel's half of a real process. */
function adviceWhere(missing: readonly MissingSource[], GODEBUG?: string): string {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const { addressSpace, status, meta } = decodeBundle(raw, { gunzip }).snapshots[0]!;
  const rest = { name: "0001", meta, addressSpace: addressSpace!, status: status! };
  const environment = GODEBUG === undefined ? {} : { GODEBUG };
  const snapshots = [{ ...rest, missing, environment }];
  const report = explain({ target: "app", snapshots, remarks: [] });
  const finding = report.verdicts.find(({ id }) => id === "unseen-heap")!;
  return finding.actions.map(({ text }) => text).join("\n");
}

test("pprof is to be served where nobody was asked", () => {
  const advice = adviceWhere([], "gctrace=0,madvdontneed=1");
  expect(advice).toMatch(/^Serve pprof in the program, then look again:/);
  expect(advice).toMatch(/where Resident starts it:$/);
});

test("a program that traces its collections has told already how much is live", () => {
  const advice = adviceWhere([], "inittrace=1,gctrace=1");
  expect(advice).toMatch(
    /^It was started with gctrace: its standard error tells how much is live\./,
  );
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

test("where a trace tells what is live, that is another finding's", () => {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const { snapshots, gcLog } = decodeBundle(raw, { gunzip });
  const { memStats: _, heap: __, ...rest } = snapshots[0]!;
  const report = explain({ target: "app", snapshots: [rest], remarks: [], gcLog: gcLog! });
  const owners = report.verdicts.filter(({ id }) => id === "unseen-heap" || id === "live-heap");
  expect(owners.flatMap(({ owns }) => owns).sort()).toEqual(["heap-other", "live"]);
  expect(owners.find(({ id }) => id === "unseen-heap")?.headline).toMatch(
    /^[\d.]+ MiB of the Go heap are beyond the [\d.]+ MiB that were live after the last collection; /,
  );
  const shares = owners.reduce((sum, { share }) => sum + share!, 0);
  expect(shares).toBeLessThanOrEqual(1);
});
