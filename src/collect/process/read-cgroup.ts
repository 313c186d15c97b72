/**
 * The memory files of a process's cgroup: its own level as files of the bundle, and the few that
 * limit it for every level, because a pod's limit often stands one above the container's.
 */
import { join } from "node:path";
import type { MetaJson } from "../../model/bundle.ts";
import { type CgroupPlace, findCgroup } from "./find-cgroup.ts";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
import { type FileRead, readProcFile } from "./read-proc-file.ts";

/** By version: what is kept of a parent level, and what of the own level besides. */
const LEVEL_FILES = {
  2: [
    "memory.current",
    "memory.max",
    "memory.high",
    "memory.peak",
    "memory.events",
    "memory.swap.current",
    "memory.swap.max",
  ],
  1: [
    "memory.usage_in_bytes",
    "memory.limit_in_bytes",
    "memory.max_usage_in_bytes",
    "memory.failcnt",
    "memory.oom_control",
    "memory.memsw.usage_in_bytes",
    "memory.memsw.limit_in_bytes",
  ],
} as const;

const OWN_FILES = {
  2: [
    "memory.stat",
    "memory.events.local",
    "memory.low",
    "memory.min",
    "memory.pressure",
    "memory.oom.group",
    "memory.swap.events",
    "memory.zswap.current",
    "memory.zswap.max",
  ],
  1: ["memory.stat", "memory.soft_limit_in_bytes", "memory.use_hierarchy"],
} as const;

export interface CgroupCapture {
  /** By bundle path, e.g. "cgroup/memory.max". */
  readonly files: ReadonlyMap<string, FileRead>;
  readonly levels: NonNullable<MetaJson["cgroup"]>;
}

/** Undefined where there is no memory cgroup that can be seen from here. */
export function readCgroup(
  pid: number,
  roots: ProcRoots = SYSTEM_ROOTS,
): CgroupCapture | undefined {
  const place = findCgroup(pid, roots);
  const own = place?.levels[0];
  if (place === undefined || own === undefined) return undefined;
  const files = new Map<string, FileRead>();
  for (const name of [...LEVEL_FILES[place.version], ...OWN_FILES[place.version]]) {
    const read = readProcFile(join(own.folder, name));
    if (read.bytes !== undefined) files.set(`cgroup/${name}`, read);
  }
  return { files, levels: { version: place.version, levels: readLevels(place) } };
}

function readLevels(place: CgroupPlace): NonNullable<MetaJson["cgroup"]>["levels"] {
  return place.levels
    .map(({ path, folder }) => ({ path, files: readLevelFiles(folder, place.version) }))
    .filter(({ files }, level) => level === 0 || Object.keys(files).length > 0); // 0 is the own
}

function readLevelFiles(folder: string, version: 1 | 2): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of LEVEL_FILES[version]) {
    const { bytes } = readProcFile(join(folder, name));
    if (bytes !== undefined) files[name] = new TextDecoder().decode(bytes);
  }
  return files;
}
