/**
 * What can be told of the Go version where nobody says it: each clue is a range of minor releases
 * of Go 1, from a fact about which release first or last did something.
 */
import { type AddressSpace, Permission } from "../../model/address-space.ts";
import type { GcLog, GoVersionRange } from "../../model/gc-log.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Snapshot } from "../../model/snapshot.ts";

export interface VersionClue {
  /** "shape of gctrace lines" */
  readonly source: string;
  readonly range: GoVersionRange;
}

export function versionClues(
  snapshots: readonly Snapshot[],
  gcLog: GcLog | undefined,
): VersionClue[] {
  return [
    clue("shape of gctrace lines", gcLog?.versions),
    ...snapshots.flatMap((snapshot) => [
      clue("line table of the executable", approximateVersion(snapshot)),
      clue("fields of heap?debug=1", heapTextRange(snapshot.memStatsBySource?.get("heap?debug=1"))),
      clue("names of runtime/metrics", metricsRange(snapshot.runtimeMetrics)),
      clue("address of the Go heap", heapAddressRange(snapshot.addressSpace)),
    ]),
  ].flat();
}

function clue(source: string, range: GoVersionRange | undefined): VersionClue[] {
  return range === undefined ? [] : [{ source, range }];
}

/** `go1.16–go1.17` or `go1.20+`, as the line table of an executable tells. */
function approximateVersion({ meta }: Snapshot): GoVersionRange | undefined {
  if (meta.goVersionIsApproximate !== true) return undefined;
  const match = /go1\.(\d+)(\+|\D+1\.(\d+))?/.exec(meta.goVersion ?? "");
  if (match === null) return undefined;
  const from = Number(match[1]);
  return range(from, match[2] === "+" ? undefined : Number(match[3] ?? from));
}

/** GCSys is printed from Go 1.8 on, NumForcedGC from 1.9, MaxRSS from 1.15 (not on Windows). */
function heapTextRange(memStats: MemStats | undefined): GoVersionRange | undefined {
  if (memStats === undefined) return undefined;
  if (memStats.MaxRSS !== undefined) return range(15);
  if (memStats.NumForcedGC !== undefined) return range(9);
  return memStats.GCSys === undefined ? range(4, 7) : range(8, 8);
}

/** The first release that has the name, newest first. */
const METRIC_SINCE: readonly (readonly [name: string, minor: number])[] = [
  ["/sched/threads/total:threads", 26],
  ["/gc/heap/live:bytes", 21],
  ["/cpu/classes/total:cpu-seconds", 20],
  ["/gc/limiter/last-enabled:gc-cycle", 19],
  ["/gc/heap/allocs:bytes", 17],
  ["/memory/classes/total:bytes", 16],
];

function metricsRange(
  metrics: ReadonlyMap<string, number> | undefined,
): GoVersionRange | undefined {
  const newest = METRIC_SINCE.find(([name]) => metrics?.has(name));
  return newest === undefined ? undefined : range(newest[1]);
}

/** Where the arena started on amd64 before the base became random, in Go 1.26. */
const ARENA_STARTS: readonly (readonly [address: number, range: GoVersionRange])[] = [
  [0xc208000000, range(4, 4)],
  [0xc820000000, range(5, 6)],
  [0xc420000000, range(7, 10)],
];

function heapAddressRange(space: AddressSpace | undefined): GoVersionRange | undefined {
  if (space === undefined) return undefined;
  if (space.name.some((name) => name.startsWith("[anon: Go: "))) return range(25);
  return ARENA_STARTS.find(([address]) => hasArenaAt(space, address))?.[1];
}

function hasArenaAt(space: AddressSpace, address: number): boolean {
  for (let i = 0; i < space.length; i++) {
    const isAnonymous = space.name[i] === "" && (space.permissions[i]! & Permission.write) !== 0;
    if (isAnonymous && space.start[i]! <= address && address < space.end[i]!) return true;
  }
  return false;
}

function range(fromMinor: number, toMinor?: number): GoVersionRange {
  return toMinor === undefined ? { fromMinor } : { fromMinor, toMinor };
}
