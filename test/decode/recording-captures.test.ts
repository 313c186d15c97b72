/** Every captured bundle decodes whole: nothing missing, nothing contradicting. */
import { describe, expect, it } from "vitest";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { RawBundle } from "../../src/model/bundle.ts";
import { type Profile, valueTypeIndex } from "../../src/model/profile.ts";
import { CAPTURE_NAMES, readCapture } from "../support/captures.ts";

const ports = { gunzip };

function totalOf(profile: Profile, type: string): number {
  const column = profile.samples.values[valueTypeIndex(profile, type)]!;
  let total = 0;
  for (const value of column) total += Number(value);
  return total;
}

const versionOf = (name: string) => /go1\.(\d+)/.exec(name)!;

it("finds the captures", () => expect(CAPTURE_NAMES).toHaveLength(13));

/** All but the one that holds only goroutine profiles. */
const WITH_MEMORY = CAPTURE_NAMES.filter((name) => name !== "probe/go1.26-leak");

describe.each(CAPTURE_NAMES)("%s", (name) => {
  const raw = readCapture(name);
  const recording = decodeBundle(raw, ports);
  const minor = Number(versionOf(name)[1]);

  it("is used whole", () => {
    expect(recording.snapshots.map((snapshot) => snapshot.name)).toEqual(
      raw.snapshots.map((snapshot) => snapshot.name),
    );
    expect(recording.snapshots.flatMap((snapshot) => snapshot.missing)).toEqual([]);
    expect(recording.remarks.filter((remark) => !remark.startsWith("built with"))).toEqual([]);
  });

  it("knows its Go version, and from where", () => {
    expect(recording.go).toMatchObject({ major: 1, minor });
    expect(recording.goSource).toBe("bundle.json");
  });

  it("guesses a range that holds the version when nobody says it", () => {
    const files = new Map([...raw.files].filter(([path]) => path !== "bundle.json"));
    const guessed = decodeBundle({ ...raw, files }, ports);
    const range = / 1\.(\d+) to 1\.(\d+)$/.exec(guessed.goSource!);
    const [from, to] =
      range === null ? [guessed.go!.minor, guessed.go!.minor] : range.slice(1).map(Number);
    expect(from).toBeLessThanOrEqual(minor);
    expect(to).toBeGreaterThanOrEqual(minor);
    expect(guessed.go!.minor).toBe(to);
  });
});

describe.each(WITH_MEMORY)("%s", (name) => {
  const recording = decodeBundle(readCapture(name), ports);

  it("has a trace that ends no earlier than the last MemStats", () => {
    const collections = recording.gcLog!.cycles.n;
    expect(collections.length).toBeGreaterThan(0);
    expect(collections.at(-1)).toBeGreaterThanOrEqual(recording.snapshots.at(-1)!.memStats!.NumGC!);
  });

  it.each(recording.snapshots)("$name has both halves", (snapshot) => {
    const { addressSpace, memStats, memStatsBySource, status, rollup } = snapshot;
    expect(addressSpace?.hasResidency).toBe(true);
    expect(addressSpace?.rss.reduce((sum, rss) => sum + rss, 0)).toBe(rollup?.rss);
    expect(memStats!.HeapSys).toBe(memStats!.HeapInuse + memStats!.HeapIdle);
    expect(memStats!.HeapAlloc).toBeLessThan(status!.vmSize!);
    expect(memStatsBySource!.get("heap?debug=1")!.source).toBe("heap?debug=1");
    const expected = memStatsBySource!.has("/debug/vars") ? "/debug/vars" : "heap?debug=1";
    expect(memStats!.source).toBe(expected);
  });

  it.each(recording.snapshots)("$name has a heap profile with names", ({ heap, memStats }) => {
    expect(heap!.functions.length).toBeGreaterThan(0);
    const names = Array.from({ length: heap!.functions.length }, (_, i) =>
      heap!.strings.get(heap!.functions.name[i]!),
    );
    expect(names).toContain("main.main");
    const inuse = totalOf(heap!, "inuse_space");
    expect(inuse).toBeGreaterThan(0);
    expect(inuse).toBeLessThan(memStats!.TotalAlloc * 1.5);
  });
});

describe("goroutines", () => {
  const probes = CAPTURE_NAMES.filter((name) => name.startsWith("probe/"));

  it.each(probes)("of %s: 500 are blocked, 20 leaked", (name) => {
    const { goroutines } = decodeBundle(readCapture(name), ports).snapshots[0]!;
    const counts = goroutines!.groups.map((group) => group.count);
    expect(goroutines!.total).toBeGreaterThanOrEqual(521);
    expect(counts.slice(0, 2)).toEqual([500, 20]);
  });

  it("that can never go on are those of the leak profile", () => {
    const [snapshot] = decodeBundle(readCapture("probe/go1.26-leak"), ports).snapshots;
    expect(snapshot!.leakedGoroutines!.total).toBe(520);
    expect(snapshot!.goroutines!.total).toBeGreaterThan(520);
  });
});

it("a single file is decoded like the one in its bundle", () => {
  const raw = readCapture("probe/go1.26");
  const bytes = raw.snapshots[0]!.files.get("pprof/heap")!;
  const single: RawBundle = {
    target: "heap.pb.gz",
    files: new Map(),
    snapshots: [{ name: "0001", files: new Map([["pprof/any", bytes]]) }],
  };
  const recording = decodeBundle(single, ports);
  const expected = decodeBundle(raw, ports).snapshots[0]!.heap!;
  expect(recording.target).toBe("heap.pb.gz");
  expect(recording.go).toBeUndefined();
  expect(totalOf(recording.snapshots[0]!.heap!, "inuse_space")).toBe(
    totalOf(expected, "inuse_space"),
  );
});
