/**
 * A bundle from a folder. Lists only the names that a bundle can hold, two levels down, and reads
 * regular files only: a folder given by mistake is never walked, a link never followed.
 */
import type { Dirent } from "node:fs";
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import type { RawBundle } from "../../model/bundle.ts";
import { READ_WITHOUT_WAITING } from "../open-flags.ts";
import { assembleBundle } from "./assemble-bundle.ts";
import { isBundleFile, isSnapshotFile, isSnapshotName } from "./bundle-paths.ts";
import { errorIn, fileError } from "./file-error.ts";
import { BundleBudget, type BundleLimits } from "./limits.ts";

const SUBFOLDERS: ReadonlySet<string> = new Set(["proc", "cgroup", "pprof"]);

/**
 * Reads the bundle (or the single snapshot) in the folder `path`.
 * Throws RES_FILE if it can't be read, RES_BUNDLE if it holds no snapshot or a link where a file
 * belongs, RES_TOO_LARGE beyond the limits.
 */
export function readBundleFolder(path: string, limits: Partial<BundleLimits> = {}): RawBundle {
  const budget = new BundleBudget(limits);
  const files = new Map<string, Uint8Array>();
  try {
    for (const name of listBundle(path)) {
      budget.addFile();
      files.set(name, readRegularFile(path, name, budget));
    }
    return assembleBundle(basename(resolve(path)), files);
  } catch (error) {
    throw errorIn(path, error);
  }
}

function listBundle(root: string): string[] {
  const names: string[] = [];
  for (const entry of entriesOf(root)) {
    if (isBundleFile(entry.name)) names.push(entry.name);
    else if (isSnapshotName(entry.name) && entry.isDirectory()) {
      names.push(...listSnapshot(root, `${entry.name}/`));
    }
  }
  return names.some((name) => !isBundleFile(name)) ? names : [...names, ...listSnapshot(root, "")];
}

/** Paths below `root` of the known files of the snapshot at `prefix`. */
function listSnapshot(root: string, prefix: string): string[] {
  const names: string[] = [];
  for (const entry of entriesOf(join(root, prefix))) {
    if (isSnapshotFile(entry.name)) names.push(prefix + entry.name);
    else if (SUBFOLDERS.has(entry.name) && entry.isDirectory()) {
      const below = entriesOf(join(root, prefix, entry.name)).map((e) => `${entry.name}/${e.name}`);
      names.push(...below.filter(isSnapshotFile).map((name) => prefix + name));
    }
  }
  return names;
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw fileError(path, error);
  }
}

function readRegularFile(root: string, name: string, budget: BundleBudget): Uint8Array {
  const path = join(root, name);
  const flags = READ_WITHOUT_WAITING | (constants.O_NOFOLLOW ?? 0);
  let handle: number | undefined;
  try {
    handle = openSync(path, flags);
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw new ResidentError("RES_BUNDLE", `${name} is not a regular file`);
    budget.addBytes(stat.size);
    return readFileSync(handle);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
