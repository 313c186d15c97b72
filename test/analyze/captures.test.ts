/**
 * Every captured bundle, Go 1.4 to 1.26: the live heap against what gctrace says of the same
 * collection, and the headline that a reader should get, with the reason why.
 *
 * The probe keeps 40,000 × 512 B that it never writes (19.5 MiB) and for a while 100 × 1 MiB; 0001 is
 * with the 100 MiB, 0002 after they were dropped, one collection and two seconds, 0003 after
 * debug.FreeOSMemory(). The classic makes ten slices of 100 MB and keeps none.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { MiB } from "../../src/base/units.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { eachLine, findLine } from "../../src/model/ledger.ts";
import type { Report } from "../../src/model/report.ts";
import type { Recording } from "../../src/model/snapshot.ts";
import { expectOneOwner } from "../support/one-owner.ts";

const CAPTURES = join(import.meta.dirname, "../fixtures/captures");

function recordingOf(bundle: string, snapshot: string): Recording {
  const raw = readBundleFolder(join(CAPTURES, bundle));
  const snapshots = raw.snapshots.filter(({ name }) => name === snapshot);
  return decodeBundle({ ...raw, snapshots }, { gunzip });
}

function reportOf(bundle: string, snapshot: string): Report {
  return explain(recordingOf(bundle, snapshot));
}

/** First verdict, or the only one that can be: what the headline of each capture should be. */
const HEADLINES: readonly (readonly [string, string, string, string])[] = [
  // A near-tie of live (190.9 MiB) and idle (191.0): within 5 %, what code can mend comes first.
  ["seed/go1.4.3", "0001", "live-heap", "main.go:31"],
  ["seed/go1.19.8", "0001", "live-heap", "main.go:12"],
  // 1.4: the profile is two collections old, so it has 20 of the 100 MiB; the headline says so.
  ["probe/go1.4", "0001", "live-heap", "in the heap profile most is at main.go:27"],
  // All 100 MiB are live.
  ["probe/go1.8", "0001", "live-heap", "main.go:42"],
  ["probe/go1.11", "0001", "live-heap", "main.go:42"],
  ["probe/go1.12", "0001", "live-heap", "main.go:42"],
  ["probe/go1.14", "0001", "live-heap", "main.go:42"],
  ["probe/go1.16", "0001", "live-heap", "main.go:42"],
  ["probe/go1.19", "0001", "live-heap", "main.go:42"],
  ["probe/go1.23", "0001", "live-heap", "main.go:42"],
  ["probe/go1.26", "0001", "live-heap", "main.go:42"],
  // Dropped and collected. Up to 1.12 Go waits five minutes. The profile still knows who allocated
  // what is gone: the 100 MiB are nearly all of it.
  ["probe/go1.4", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  ["probe/go1.5", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  ["probe/go1.8", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  ["probe/go1.11", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  ["probe/go1.12", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  // 1.14 has returned it at once, but with MADV_FREE: RSS stays.
  ["probe/go1.14", "0002", "released-not-reclaimed", "returned"],
  // 1.16 has returned it: what is left was mostly never written. 1.19 has just begun.
  ["probe/go1.16", "0002", "never-touched", "never written"],
  ["probe/go1.19", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  // From 1.21 on what a collection freed waits for the next one.
  ["probe/go1.23", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  ["probe/go1.26", "0002", "idle-not-returned", "main.go:42 (main.big) allocated"],
  // FreeOSMemory: on 1.12 and 1.14 it is lazily returned.
  ["probe/go1.12", "0003", "released-not-reclaimed", "returned"],
  ["probe/go1.14", "0003", "released-not-reclaimed", "returned"],
  ["probe/go1.23", "0003", "never-touched", "never written"],
  // Green Tea's mark bits touch a page of each span: half as much was never written.
  ["probe/go1.26", "0003", "virtual-only", "VIRT"],
];

test.each([...new Set(HEADLINES.map(([bundle]) => bundle)), "probe/go1.26-leak"])(
  "%s: a byte has one owner, in one look as in all",
  (bundle) => {
    const raw = readBundleFolder(join(CAPTURES, bundle));
    expectOneOwner(explain(decodeBundle(raw, { gunzip })));
    for (const { name } of raw.snapshots) expectOneOwner(reportOf(bundle, name));
  },
);

describe.each(HEADLINES)("%s %s", (bundle, snapshot, verdict, words) => {
  const report = reportOf(bundle, snapshot);

  test(`says ${verdict}`, () => {
    const all = report.verdicts.map(({ id, headline }) => `${id}: ${headline}`).join("\n");
    expect(report.verdicts[0]?.id, all).toBe(verdict);
    expect(report.verdicts[0]?.headline).toContain(words);
  });

  test("adds up", () => {
    for (const line of eachLine(report.ledger)) {
      const counted = line.children.filter((child) => child.bytes !== null);
      if (counted.length === 0) continue;
      expect(
        counted.reduce((sum, child) => sum + child.bytes!, 0),
        line.id,
      ).toBe(line.bytes);
    }
  });

  test("has the live heap that gctrace has", () => {
    const recording = recordingOf(bundle, snapshot);
    const n = recording.snapshots[0]!.memStats!.NumGC!;
    const row = recording.gcLog!.cycles.n.lastIndexOf(n);
    const traced = recording.gcLog!.cycles.live[row];
    const live = findLine(report.ledger, "live")!.bytes!;
    if (traced === undefined || Number.isNaN(traced)) return;
    // gctrace rounds down to a MiB.
    expect(live).toBeGreaterThan(0.95 * traced - MiB);
    expect(live).toBeLessThan(1.05 * (traced + MiB) + MiB);
  });
});

/** The version's own way to say when memory comes back. */
describe("forecasts", () => {
  test.each([
    ["probe/go1.4", "falls", /five minutes/],
    ["probe/go1.12", "stays", /memory pressure/],
    ["probe/go1.23", "falls", /next collection/],
    ["probe/go1.26", "falls", /next collection/],
  ] as const)("%s: %s", (bundle, what, waitsFor) => {
    const verdict = reportOf(bundle, "0002").verdicts.find(({ id }) => id === "idle-not-returned");
    expect(verdict?.forecast?.[0]).toMatchObject({
      what,
      waitsFor: expect.stringMatching(waitsFor),
    });
  });
});
