/**
 * The files of one snapshot → Snapshot. Each known file goes to its decoder; one that fails becomes
 * a MissingSource with the decoder's words, so that the rest can still be reported.
 */
import { type DecodeError, ResidentError } from "../../base/errors.ts";
import { GiB } from "../../base/units.ts";
import type { MetaJson, RawSnapshot } from "../../model/bundle.ts";
import type { Cgroup, CgroupLevel } from "../../model/process.ts";
import type { MissingSource, Snapshot, SnapshotMeta } from "../../model/snapshot.ts";
import { decodeCgroup } from "../procfs/decode-cgroup.ts";
import { chooseGoroutines, chooseHeap, chooseMemStats, nameFrames } from "./choose-sources.ts";
import { KERNEL_FILES } from "./kernel-files.ts";
import { PROFILE_FILES } from "./profile-files.ts";
import { RUNTIME_FILES } from "./runtime-files.ts";
import type { SnapshotDraft, SnapshotFile } from "./snapshot-draft.ts";
import { type Gunzip, gunzipWithin, unpack } from "./unpack.ts";

const SNAPSHOT_FILES: readonly SnapshotFile[] = [
  ...KERNEL_FILES,
  ...RUNTIME_FILES,
  ...PROFILE_FILES,
];

export interface DecodedSnapshot {
  readonly snapshot: Snapshot;
  /** Errors of the files that could not be decoded. */
  readonly errors: readonly ResidentError[];
  /** How many files were decoded that say something of the process. */
  readonly usedFiles: number;
}

/** All files of a snapshot together unpack to no more. */
const MOST_UNPACKED = GiB;

/** What comes over HTTP: the program builds it in its own heap. */
const IS_PAGE = /^(?:pprof\/|vars\.json$|metrics\.txt$)/;

/** Files that alone say nothing of a process's memory. */
const NOTES = new Set(["time", "meta.json", "globals.json"]);

export function decodeSnapshot(raw: RawSnapshot, gunzip: Gunzip): DecodedSnapshot {
  const draft: SnapshotDraft = {
    name: raw.name,
    memStats: new Map(),
    pageBytes: new Map(),
    missing: [],
  };
  const errors: ResidentError[] = [];
  const bounded = gunzipWithin(MOST_UNPACKED, gunzip);
  let usedFiles = 0;
  for (const { path, decode } of SNAPSHOT_FILES) {
    const bytes = raw.files.get(path);
    if (bytes === undefined) continue;
    try {
      const unpacked = unpack(bytes, bounded);
      if (IS_PAGE.test(path)) draft.pageBytes.set(path, unpacked.length);
      decode(unpacked, draft);
      if (!NOTES.has(path)) usedFiles++;
    } catch (error) {
      errors.push(noteFailure(draft, path, error));
    }
  }
  const cgroup = decodeCgroupOf(raw, draft, errors);
  if (cgroup?.levels.some(saysMoreThanPath)) usedFiles++;
  const missing = [...draft.missing, ...missingByMeta(raw, draft.meta)];
  return { snapshot: buildSnapshot(draft, cgroup, missing), errors, usedFiles };
}

/** What is not a ResidentError is a bug and not the input's fault. */
function noteFailure(draft: SnapshotDraft, source: string, error: unknown): ResidentError {
  if (!(error instanceof ResidentError)) throw error;
  const remedy = error.hint === undefined ? {} : { remedy: error.hint };
  draft.missing.push({ source, reason: error.message, ...remedy });
  return error;
}

function saysMoreThanPath(level: CgroupLevel): boolean {
  return Object.keys(level).length > 1;
}

function decodeCgroupOf(
  raw: RawSnapshot,
  draft: SnapshotDraft,
  errors: ResidentError[],
): Cgroup | undefined {
  const prefix = "cgroup/";
  const own = [...raw.files].filter(([path]) => path.startsWith(prefix));
  const note = (file: string, error: DecodeError) =>
    errors.push(noteFailure(draft, prefix + file, error));
  try {
    return decodeCgroup(
      {
        files: new Map(own.map(([path, bytes]) => [path.slice(prefix.length), bytes])),
        ...(draft.meta?.cgroup === undefined ? {} : { meta: draft.meta.cgroup }),
        ...(draft.procCgroup === undefined ? {} : { procCgroup: draft.procCgroup }),
      },
      note,
    );
  } catch (error) {
    errors.push(noteFailure(draft, "proc/cgroup", error));
    return undefined;
  }
}

/** What the collector could not read, and why; a file that is there after all is not missing. */
function missingByMeta(raw: RawSnapshot, meta: MetaJson | undefined): MissingSource[] {
  const missing: MissingSource[] = [];
  for (const [source, { reason, remedy }] of Object.entries(meta?.files ?? {})) {
    if (reason === undefined || raw.files.has(source)) continue;
    missing.push({ source, reason, ...(remedy === undefined ? {} : { remedy }) });
  }
  return missing;
}

function buildSnapshot(
  draft: SnapshotDraft,
  cgroup: Cgroup | undefined,
  missing: readonly MissingSource[],
): Snapshot {
  const allocs = draft.allocs === undefined ? undefined : nameFrames(draft.allocs, draft);
  return withoutUndefined({
    name: draft.name,
    time: draft.time,
    meta: metaOf(draft.meta),
    status: draft.status,
    statm: draft.statm,
    commandLine: draft.commandLine ?? draft.varsCommandLine,
    environment: draft.environment,
    limits: draft.limits,
    addressSpace: draft.smaps ?? draft.maps,
    rollup: draft.rollup,
    globals: draft.globals,
    cgroup,
    memStats: chooseMemStats(draft),
    memStatsBySource: draft.memStats,
    runtimeMetrics: draft.runtimeMetrics,
    prometheus: draft.prometheus,
    heap: chooseHeap(draft),
    allocs,
    goroutines: chooseGoroutines(draft),
    leakedGoroutines: draft.leakedGoroutines,
    threadsCreated: draft.threadsCreated,
    pageBytes: draft.pageBytes.size === 0 ? undefined : draft.pageBytes,
    missing,
  });
}

function metaOf(meta: MetaJson | undefined): SnapshotMeta {
  if (meta === undefined) return {};
  const { hugePages, files, cgroup: _, ...rest } = meta;
  const mode = /\[?\b(always|madvise|never)\b\]/.exec(hugePages ?? "")?.[1] ?? hugePages;
  const isMode = mode === "always" || mode === "madvise" || mode === "never";
  const readAt = Object.entries(files ?? {}).flatMap(([name, note]) =>
    note.readAt === undefined ? [] : [[name, note.readAt] as const],
  );
  return {
    ...rest,
    ...(isMode ? { hugePages: mode } : {}),
    ...(readAt.length === 0 ? {} : { readAt: Object.fromEntries(readAt) }),
  };
}

type WithUndefined<T> = { [Key in keyof T]: T[Key] | undefined };

/** What is read from a bundle, and not from a recorder's store. */
type Decoded = Omit<Snapshot, "keptMappings" | "sinceCollection">;

/** The model leaves a part out rather than setting it to undefined. */
function withoutUndefined(parts: WithUndefined<Required<Decoded>>): Snapshot {
  const present = Object.entries(parts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as unknown as Snapshot;
}
