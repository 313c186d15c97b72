/** Heap profiles of programs that changed runtime.MemProfileRate: no number is made of them. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { topOfRecording } from "../../src/analyze/top-of-recording.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Profile } from "../../src/model/profile.ts";
import type { Recording } from "../../src/model/snapshot.ts";

/** The probe of Go 1.26: 120 MiB live, all of it in its profile. */
function probe(heap: Partial<Profile>, stats: Partial<MemStats>): Recording {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.26"));
  const recording = decodeBundle(raw, { gunzip });
  const snapshot = recording.snapshots[0]!;
  const snapshots = [
    {
      ...snapshot,
      heap: { ...snapshot.heap!, ...heap },
      memStats: { ...snapshot.memStats!, ...stats },
    },
  ];
  return { ...recording, snapshots };
}

const reasonOf = (recording: Recording) =>
  explain(recording).missing.find(({ source }) => source === "pprof/heap")?.reason;

test("a profile as it should be has its lines", () => {
  const recording = probe({}, {});
  expect(reasonOf(recording)).toBeUndefined();
  expect(explain(recording).code[0]?.function).toBe("main.big");
});

test("a rate of 0 records nothing", () => {
  const recording = probe({ period: 0 }, {});
  expect(reasonOf(recording)).toBe(
    "nothing is recorded in it: the program has set runtime.MemProfileRate to 0",
  );
  const report = explain(recording);
  expect(report.code).toEqual([]);
  expect(report.verdicts.map(({ id }) => id)).not.toContain("stale-profile");
  expect(() => topOfRecording(recording, { value: "inuse_space", granularity: "lines" })).toThrow(
    /has no heap profile: nothing is recorded in it/,
  );
});

test("more than the heap ever had is of another rate", () => {
  const recording = probe({}, { HeapSys: 60 * MiB, StackSys: MiB });
  expect(reasonOf(recording)).toMatch(
    /^it has 1\d\d MiB, and the heap never had more than 60\.0 MiB: the program has changed runtime\.MemProfileRate/,
  );
});
