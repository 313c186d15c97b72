/**
 * Heap profiles that say nothing of the heap, because the program has changed runtime.MemProfileRate. A
 * profile is scaled by the rate that is in force when it is read: with 0 it records nothing and scales
 * nothing, and objects that were recorded under a lower rate than that count many times over. Such a one
 * is left out, so that no number is made of it, and named among what could not be read.
 */
import { formatBytes, MiB } from "../base/units.ts";
import type { GoVersion } from "../model/go-version.ts";
import type { MissingSource, Recording, Snapshot } from "../model/snapshot.ts";
import { totalInuse } from "./code/code-lines.ts";
import { hasPopulation } from "./sampling/recover-samples.ts";

const REMEDY =
  "Set runtime.MemProfileRate before anything else in the program, and not again; or leave it at 512 KiB.";

export function withoutFalseProfiles(recording: Recording): Recording {
  const { snapshots, go } = recording;
  if (!snapshots.some((snapshot) => reasonAgainst(snapshot, go) !== undefined)) return recording;
  return { ...recording, snapshots: snapshots.map((snapshot) => withoutFalse(snapshot, go)) };
}

function withoutFalse(snapshot: Snapshot, go: GoVersion | undefined): Snapshot {
  const reason = reasonAgainst(snapshot, go);
  if (reason === undefined) return snapshot;
  const { heap: _heap, allocs: _allocs, ...rest } = snapshot;
  const missing: MissingSource = { source: "pprof/heap", reason, remedy: REMEDY };
  return { ...rest, missing: [...snapshot.missing, missing] };
}

/** Estimates and counts are not of one instant. */
const TOLERANCE = 1.1;

function reasonAgainst({ heap, memStats }: Snapshot, go: GoVersion | undefined) {
  if (heap === undefined || memStats === undefined || !hasPopulation(heap, "inuse"))
    return undefined;
  if (heap.period === 0) {
    return "nothing is recorded in it: the program has set runtime.MemProfileRate to 0";
  }
  // HeapSys never shrinks, but for what became stacks.
  const most = TOLERANCE * (memStats.HeapSys + memStats.StackSys) + MiB;
  const { bytes, bytesRange } = totalInuse(heap, go);
  if (!(bytesRange[0] > most)) return undefined;
  return `it has ${formatBytes(bytes)}, and the heap never had more than ${formatBytes(memStats.HeapSys)}: the program has changed runtime.MemProfileRate while it ran`;
}
