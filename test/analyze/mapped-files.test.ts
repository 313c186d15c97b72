/** Pages of files are nothing to look into, unless the cgroup has no room for them. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Verdict } from "../../src/model/verdict.ts";

const MiB = 2 ** 20;
const MAPPED = 100 * MiB;

/** A real process, of whose files so much is in RAM, and so much of that not yet on the disk. */
function processWithFiles(dirty = 0): Snapshot {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const [snapshot] = decodeBundle(raw, { gunzip }).snapshots;
  const { cgroup: _, rollup: __, ...rest } = snapshot!;
  const space = rest.addressSpace!;
  const file = space.name.findIndex((name) => name.startsWith("/"));
  const more = (column: Float64Array, by = MAPPED) =>
    column.map((bytes, i) => bytes + (i === file ? by : 0));
  const status = { ...rest.status!, vmRss: rest.status!.vmRss! + MAPPED };
  const addressSpace = {
    ...space,
    rss: more(space.rss),
    size: more(space.size),
    privateDirty: more(space.privateDirty, dirty),
  };
  return { ...rest, status, addressSpace };
}

function verdictIn(limit?: number, snapshot = processWithFiles()): Verdict | undefined {
  const level = { path: "/app", current: 300 * MiB, max: limit ?? null };
  const cgroup = { version: 2 as const, levels: [level] };
  const recording = { target: "app", snapshots: [{ ...snapshot, cgroup }], remarks: [] };
  return explain(recording).verdicts.find(({ id }) => id === "mapped-files");
}

test("are owned, and no warning", () => {
  expect(verdictIn()).toMatchObject({ severity: "info", owns: ["mapped-files", "program-code"] });
  expect(verdictIn(600 * MiB)?.severity).toBe("info");
});

test("are a warning where the cgroup is nearly full", () => {
  expect(verdictIn(310 * MiB)?.severity).toBe("warning");
});

test("that were written go to the disk first", () => {
  expect(verdictIn()?.headline).not.toContain("disk");
  const written = verdictIn(undefined, processWithFiles(80 * MiB));
  expect(written?.headline).toMatch(
    /when it needs memory; 8\d\.\d MiB of it, which were written, once they are on the disk\.$/,
  );
  expect(written?.actions[0]?.text).toContain("has to write to the disk before");
});
