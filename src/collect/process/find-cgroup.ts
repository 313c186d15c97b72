/**
 * The folder of a process's memory cgroup, and those above it.
 *
 * /proc/PID/cgroup says the path as seen from our cgroup namespace, and a mount shows the hierarchy
 * from some path downwards (field "root" of mountinfo); what is left between the two is the path
 * below the mount point. Where our own mounts do not reach the group (`/../…`: it lies beside our
 * container), the mounts of the process itself do, through /proc/PID/root.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeCgroupPath } from "../../decode/procfs/decode-cgroup-path.ts";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
import { readProcFile, readProcText } from "./read-proc-file.ts";

export interface CgroupFolder {
  /** As /proc/PID/cgroup would say it. */
  readonly path: string;
  readonly folder: string;
}

export interface CgroupPlace {
  readonly version: 1 | 2;
  /** The own level first, then its parents up to the mount point. */
  readonly levels: readonly CgroupFolder[];
}

interface CgroupMount {
  readonly version: 1 | 2;
  readonly root: string;
  readonly mountPoint: string;
}

/** Undefined where the process is in no memory cgroup, or none that can be seen from here. */
export function findCgroup(pid: number, roots: ProcRoots = SYSTEM_ROOTS): CgroupPlace | undefined {
  const { bytes } = readProcFile(join(roots.proc, String(pid), "cgroup"));
  const group = bytes === undefined ? undefined : decodeCgroupPath(bytes);
  if (group === undefined) return undefined;
  const views = [
    { mounts: join(roots.proc, "self", "mountinfo"), prefix: "/" },
    {
      mounts: join(roots.proc, String(pid), "mountinfo"),
      prefix: join(roots.proc, String(pid), "root"),
    },
  ];
  for (const { mounts, prefix } of views) {
    for (const mount of memoryMounts(readProcText(mounts) ?? "", group.version)) {
      const levels = levelsBelow(mount, group.path, prefix);
      if (levels !== undefined) return { version: group.version, levels };
    }
  }
  return undefined;
}

/** `36 35 98:0 /root /mount/point options… - fstype source superoptions` */
export function memoryMounts(mountinfo: string, version: 1 | 2): CgroupMount[] {
  return mountinfo.split("\n").flatMap((line) => {
    const [before, after] = line.split(" - ", 2);
    if (after === undefined) return [];
    const [, , , root, mountPoint] = before!.split(" ").map(unescapeMount);
    const [type, , options] = after.split(" ");
    const isWanted =
      version === 2
        ? type === "cgroup2"
        : type === "cgroup" && (options ?? "").split(",").includes("memory");
    return isWanted ? [{ version, root: root!, mountPoint: mountPoint! }] : [];
  });
}

function unescapeMount(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function levelsBelow(mount: CgroupMount, path: string, prefix: string): CgroupFolder[] | undefined {
  const below = relativePath(mount.root, path);
  if (below === undefined) return undefined;
  const names = below.split("/").filter((name) => name !== "");
  const top = join(prefix, mount.mountPoint);
  if (names.includes("..") || !existsSync(join(top, ...names))) return undefined;
  return Array.from({ length: names.length + 1 }, (_, up) => {
    const kept = names.slice(0, names.length - up);
    return { path: levelPath(mount.root, kept), folder: join(top, ...kept) };
  });
}

/** The part of `path` below `root`, "" for the same; undefined where it lies elsewhere. */
function relativePath(root: string, path: string): string | undefined {
  if (root === "/") return path;
  if (path === root) return "";
  return path.startsWith(`${root}/`) ? path.slice(root.length) : undefined;
}

function levelPath(root: string, names: readonly string[]): string {
  const path = [root === "/" ? "" : root, ...names].join("/");
  return path === "" ? "/" : path;
}
