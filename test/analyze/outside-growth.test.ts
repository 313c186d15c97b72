/** Memory outside Go that grows from look to look: how much, of what, and when the limit is reached. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Verdict } from "../../src/model/verdict.ts";

const MiB = 2 ** 20;
const SECONDS = 10;

/** A real process whose stack holds so much: the C heap of another one. */
function lookWith(base: Snapshot, at: number, megabytes: number, limit: number): Snapshot {
  const { rollup: _, ...rest } = base;
  const space = rest.addressSpace!;
  const row = space.name.indexOf("[stack]");
  const set = (column: Float64Array) => column.map((old, i) => (i === row ? megabytes * MiB : old));
  const rss = rest.status!.vmRss! + megabytes * MiB - space.rss[row]!;
  return {
    ...rest,
    name: `000${at + 1}`,
    time: 1_800_000_000 + at * SECONDS,
    status: { ...rest.status!, vmRss: rss },
    cgroup: { version: 2, levels: [{ path: "/app", current: rss, max: limit * MiB }] },
    addressSpace: {
      ...space,
      name: space.name.map((old, i) => (i === row ? "[heap]" : old)),
      size: set(space.size),
      rss: set(space.rss),
      anonymous: set(space.anonymous),
    },
  };
}

function findingOf(levels: readonly number[], limit = 10_000): Verdict | undefined {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  const { gcLog: _, ...recording } = decodeBundle(raw, { gunzip });
  const [base] = recording.snapshots;
  const snapshots = levels.map((megabytes, at) => lookWith(base!, at, megabytes, limit));
  return explain({ ...recording, snapshots }).verdicts.find(({ id }) => id === "outside-go");
}

test("is said with its rate, and which part of the growth of RSS it is", () => {
  expect(findingOf([300, 350, 400])?.headline).toMatch(
    /^4\d\d MiB were not allocated by Go: mostly malloc of C code \(cgo\), small blocks\. It grew by 100 MiB in 20 s, nearly all that RSS grew by\. No heap profile shows it\.$/,
  );
});

test("reaches the limit of its cgroup", () => {
  const [forecast] = findingOf([300, 350, 400], 1000)?.forecast ?? [];
  expect(forecast).toMatchObject({ what: "reaches", bytes: 1000 * MiB });
  // 5 MiB a second, and some 400 MiB left beside what else the process has.
  expect(forecast!.earliest).toBeGreaterThan(60);
  expect(forecast!.latest).toBeLessThan(120);
});

test("not where it goes up and down, or hardly at all, or in one look", () => {
  for (const levels of [[300, 420, 310], [300, 302, 304], [400]]) {
    const finding = findingOf(levels);
    expect(finding?.headline).not.toContain("grew");
    expect(finding?.forecast).toBeUndefined();
  }
});
