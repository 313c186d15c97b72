/** A past OOM kill is the answer only where the cgroup has a limit that it can have been for. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";

const MiB = 2 ** 20;

function verdictsWith(max: number | null) {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const [snapshot] = decodeBundle(raw, { gunzip }).snapshots;
  const level = { path: "/app", current: 300 * MiB, max, oomKills: 1 };
  const cgroup = { version: 2 as const, levels: [level] };
  const recording = { target: "app", snapshots: [{ ...snapshot!, cgroup }], remarks: [] };
  return explain(recording).verdicts;
}

test("in a group with a limit it comes first", () => {
  expect(verdictsWith(8 * 1024 * MiB)[0]).toMatchObject({ id: "near-limit", severity: "critical" });
});

test("in a group without one it is a note, and no GOMEMLIMIT is advised", () => {
  const verdicts = verdictsWith(null);
  const note = verdicts.find(({ id }) => id === "near-limit");
  expect(note).toMatchObject({ severity: "info" });
  expect(note?.headline).toContain("which has no limit");
  expect(note?.actions.some(({ code }) => code !== undefined)).toBe(false);
  expect(verdicts[0]?.id).not.toBe("near-limit");
});
