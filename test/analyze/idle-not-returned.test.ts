/**
 * Whether free memory goes back depends on whether the program goes on collecting; who allocated it
 * is told by the counters of the heap profile.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MemStats } from "../../src/model/mem-stats.ts";
import type { Recording, Snapshot } from "../../src/model/snapshot.ts";
import type { Verdict } from "../../src/model/verdict.ts";

function probe(): Recording {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/probe/go1.23"));
  return decodeBundle(raw, { gunzip });
}

/** The probe of Go 1.23 after its drop, with other times of its last collections. */
function verdictWith(
  secondsBetween: number,
  secondsSince: number,
  change: Partial<MemStats> = {},
): Verdict | undefined {
  const recording = probe();
  const snapshot = recording.snapshots.find(({ name }) => name === "0002")!;
  const now = 1_800_000_000;
  const { NumGC = 0 } = snapshot.memStats!;
  const PauseEnd = new Array<number>(256).fill(0);
  for (let back = 0; back < NumGC; back++) {
    PauseEnd[(NumGC - back + 255) % 256] = (now - secondsSince - back * secondsBetween) * 1e9;
  }
  const memStats = {
    ...snapshot.memStats!,
    NumForcedGC: 0,
    PauseEnd,
    LastGC: now - secondsSince,
    ...change,
  };
  // Where a URL was read, the start of the process is not known.
  const { processStart: _, ...meta } = snapshot.meta;
  const snapshots = [{ ...snapshot, time: now, meta, memStats }];
  const { verdicts } = explain({ ...recording, snapshots });
  return verdicts.find(({ id }) => id === "idle-not-returned");
}

function forecastWith(secondsBetween: number, secondsSince: number): string | undefined {
  return verdictWith(secondsBetween, secondsSince)?.forecast?.[0]?.what;
}

test("a program that collects all the time uses the pages again", () => {
  expect(forecastWith(0.2, 0.1)).toBe("stays");
});

test("a program that has just stopped gives them back", () => {
  expect(forecastWith(0.2, 10)).toBe("falls");
});

test("a program that collects now and then gives them back", () => {
  expect(forecastWith(60, 10)).toBe("falls");
});

test("pages that the heap grows into until the next collection are used again", () => {
  const grows = { NextGC: 400 * 2 ** 20 };
  expect(verdictWith(40, 10, grows)?.forecast?.map(({ what }) => what)).toEqual(["stays"]);
  // It has stopped, or runtime.GC() or the timer made the collections before.
  expect(verdictWith(40, 100, grows)?.forecast?.[0]?.what).toBe("falls");
  expect(verdictWith(40, 10, { ...grows, NumForcedGC: 6 })?.forecast?.[0]?.what).toBe("falls");
  expect(verdictWith(115, 10, grows)?.forecast?.[0]?.what).toBe("falls");
});

test("of a run, which was watched to its end, nothing is foretold", () => {
  const { snapshots, ...recording } = probe();
  const last = snapshots.find(({ name }) => name === "0002")!;
  const { verdicts } = explain({ ...recording, snapshots: [last], peakRss: 2 ** 27 });
  expect(verdicts.filter(({ forecast }) => forecast !== undefined)).toEqual([]);
  expect(verdicts.find(({ id }) => id === "idle-not-returned")?.headline).toMatch(
    /^104 MiB were free, but Go still kept them\./,
  );
  expect(verdicts.flatMap(({ actions }) => actions.map(({ code }) => code)).join()).not.toMatch(
    /--gc/,
  );
});

test("before the first collection no timer brings one", () => {
  const verdict = verdictWith(10, 10, { NumGC: 0, LastGC: 0, NextGC: 2 ** 22 });
  expect(verdict?.forecast?.map(({ what }) => what)).not.toContain("falls");
  expect(verdict?.forecast?.[0]?.waitsFor).toMatch(
    /^the first collection, which an idle program never has/,
  );
});

test("the next collection is expected as those before came, and by the timer at the latest", () => {
  const [falls] = verdictWith(60, 10)!.forecast!;
  expect(falls).toMatchObject({ what: "falls", earliest: 50, latest: 230 });
});

function headlineOf(capture: string): string | undefined {
  const raw = readBundleFolder(join(import.meta.dirname, "../fixtures/captures/seed", capture));
  const { verdicts } = explain(decodeBundle(raw, { gunzip }));
  return verdicts.find(({ id }) => id === "idle-not-returned")?.headline;
}

test("a headline says that all goes back, and names another sum only where some stays", () => {
  expect(headlineOf("go1.4.3")).toMatch(/^190 MiB are free, .*; all of it may go back to the OS/);
  expect(headlineOf("go1.19.8")).toMatch(
    /^89.4 MiB are free, .*; up to 79.1 MiB may go back to the OS/,
  );
});

test("the headline of a program that goes on says what the pages wait for", () => {
  expect(verdictWith(0.2, 0.1)?.headline).toMatch(
    /^104 MiB are free, but Go still keeps them, waiting for the program to allocate less: /,
  );
});

/** The probe makes and drops 100 MiB at main.go:42; 0001 has them, 0002 was read after the drop. */
function verdictOf(change: (snapshot: Snapshot) => Snapshot, names = ["0002"]) {
  const recording = probe();
  const snapshots = recording.snapshots.filter(({ name }) => names.includes(name)).map(change);
  return explain({ ...recording, snapshots }).verdicts.find(({ id }) => id === "idle-not-returned");
}

test("names the line that allocated what was freed, with its interval and since when", () => {
  const verdict = verdictOf((snapshot) => snapshot);
  expect(verdict?.headline).toMatch(
    /main\.go:42 \(main\.big\) allocated 95 % .* since the start\.$/,
  );
  expect(verdict?.evidence).toContainEqual({
    what: "allocated and freed since the start at main.go:42 (main.big)",
    value: "105 MiB (98.0 MiB to 114 MiB), 95 % of all",
    source: "heap profile, alloc_space − inuse_space, 91 samples",
  });
});

test("counts from the first snapshot where that is enough", () => {
  const verdict = verdictOf((snapshot) => snapshot, ["0001", "0002"]);
  expect(verdict?.headline).toMatch(/main\.go:42 \(main\.big\) .* since the first snapshot\.$/);
});

test("names no line that allocated little beside what is idle", () => {
  const big = (n: number | undefined) => (n === undefined ? n : n + 500 * 2 ** 20);
  const verdict = verdictOf((snapshot) => {
    const memStats = { ...snapshot.memStats!, HeapIdle: big(snapshot.memStats?.HeapIdle)! };
    return { ...snapshot, memStats };
  });
  expect(verdict?.headline).not.toContain("allocated");
});

const MiB = 2 ** 20;

/** The same after so much more was freed, which the profile does not have. */
function freedBeside(bytes: number): (snapshot: Snapshot) => Snapshot {
  return (snapshot) => {
    const { memStats } = snapshot;
    return { ...snapshot, memStats: { ...memStats!, TotalAlloc: memStats!.TotalAlloc + bytes } };
  };
}

test("names no line where as much may be of another that the profile does not have yet", () => {
  expect(verdictOf(freedBeside(20 * MiB))?.headline).toContain("main.go:42");
  expect(verdictOf(freedBeside(100 * MiB))?.headline).not.toContain("main.go");
  expect(verdictOf(freedBeside(Number.NaN))?.headline).not.toContain("main.go");
});

test("what was free before the first snapshot is not of the line that freed as much since", () => {
  const verdict = verdictOf(
    (snapshot) => {
      const { HeapIdle, HeapReleased, ...rest } = snapshot.memStats!;
      const wasIdle = { HeapIdle: HeapReleased + 100 * MiB, HeapReleased };
      const idle = snapshot.name === "0001" ? wasIdle : { HeapIdle, HeapReleased };
      return { ...snapshot, memStats: { ...rest, ...idle } };
    },
    ["0001", "0002"],
  );
  expect(verdict?.headline).not.toContain("since the first snapshot");
});

test("names no line without a heap profile", () => {
  const verdict = verdictOf(({ heap: _, ...rest }) => rest);
  expect(verdict?.headline).not.toContain("allocated");
  expect(verdict?.actions.at(-1)?.code).toContain("resident top");
});
