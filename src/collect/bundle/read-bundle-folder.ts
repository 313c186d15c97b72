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
  const entries = entriesOf(root);
  const beside = entries.filter(({ name }) => isBundleFile(name)).map(({ name }) => name);
  const folders = entries.filter((entry) => isSnapshotName(entry.name) && entry.isDirectory());
  const inside = folders.flatMap(({ name }) => listSnapshot(root, `${name}/`));
  return [...beside, ...(inside.length > 0 ? inside : listSnapshot(root, ""))];
}

/** Paths below `root` of the known files of the snapshot at `prefix`. */
function listSnapshot(root: string, prefix: string): string[] {
  return entriesOf(join(root, prefix)).flatMap((entry) => {
    if (isSnapshotFile(entry.name)) return [prefix + entry.name];
    if (!SUBFOLDERS.has(entry.name) || !entry.isDirectory()) return [];
    const below = entriesOf(join(root, prefix, entry.name)).map(
      (one) => `${entry.name}/${one.name}`,
    );
    return below.filter(isSnapshotFile).map((name) => prefix + name);
  });
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
