/**
 * Which paths a bundle may hold (docs: the bundle's layout), and where its root lies inside a folder
 * or an archive. By name only: what is not in this list is never read, so that a core file lying
 * beside a bundle costs nothing.
 */
import { ResidentError } from "../../base/errors.ts";

/** Where a file belongs: beside the snapshots, or in one of them. */
export interface BundlePlace {
  readonly snapshot?: string;
  readonly name: string;
}

const BUNDLE_FILES = new Set(["bundle.json", "output.log"]);
const SNAPSHOT_FILES = new Set([
  "time",
  "meta.json",
  "globals.json",
  "vars.json",
  "metrics.txt",
  "runtime-metrics.txt",
]);
const SNAPSHOT_FOLDERS = /^(?:proc|cgroup|pprof)\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const SNAPSHOT_NAME = /^\d{1,9}$/;

/** True for the name of a snapshot's folder: `0001`. */
export function isSnapshotName(name: string): boolean {
  return SNAPSHOT_NAME.test(name);
}

/** True for a path below a snapshot's folder that a bundle may hold: `proc/smaps`. */
export function isSnapshotFile(name: string): boolean {
  return SNAPSHOT_FILES.has(name) || SNAPSHOT_FOLDERS.test(name);
}

/** What was looked for, for errors. */
export const BUNDLE_HINT =
  "A bundle has folders 0001, 0002, … with pprof/heap, proc/smaps and the like in them, as `resident capture TARGET -o bundle/` writes them; one such folder alone works too.";

/** True for a file beside the snapshots: `bundle.json`. */
export function isBundleFile(name: string): boolean {
  return BUNDLE_FILES.has(name);
}

/** Where `path` belongs in a bundle whose root is here, or undefined for an unknown file. */
export function placeInBundle(path: string): BundlePlace | undefined {
  if (isBundleFile(path)) return { name: path };
  const slash = path.indexOf("/");
  const snapshot = path.slice(0, Math.max(slash, 0));
  const name = path.slice(slash + 1);
  if (!isSnapshotName(snapshot) || !isSnapshotFile(name)) return undefined;
  return { snapshot, name };
}

/**
 * The way from a path as packed to its place: the bundle may lie at the top or in one folder
 * (`./`, `bundle/`), or the top may be a single snapshot. Throws RES_BUNDLE when there is none, or
 * more than one to choose from.
 */
export function placeFiles(paths: readonly string[]): (path: string) => BundlePlace | undefined {
  if (paths.some((path) => placeInBundle(path)?.snapshot !== undefined)) return placeInBundle;
  const roots = new Set(paths.filter(hasNestedSnapshot).map(firstSegment));
  if (roots.size > 1) throw severalBundles([...roots]);
  const root = roots.values().next().value;
  if (root !== undefined) return (path) => placeBelow(root, path);
  if (paths.some(isSnapshotFile)) return placeAsSnapshot;
  throw noSnapshot(paths);
}

function noSnapshot(paths: readonly string[]): ResidentError {
  const found =
    paths.length === 0 ? "no file that a bundle has" : `only ${paths.slice(0, 3).join(", ")}`;
  return new ResidentError("RES_BUNDLE", `there is no snapshot in it: ${found}`, {
    hint: BUNDLE_HINT,
  });
}

function hasNestedSnapshot(path: string): boolean {
  return placeInBundle(path.slice(firstSegment(path).length + 1))?.snapshot !== undefined;
}

function placeBelow(root: string, path: string): BundlePlace | undefined {
  return path.startsWith(`${root}/`) ? placeInBundle(path.slice(root.length + 1)) : undefined;
}

function placeAsSnapshot(path: string): BundlePlace | undefined {
  if (isBundleFile(path)) return { name: path };
  return isSnapshotFile(path) ? { snapshot: "0001", name: path } : undefined;
}

function firstSegment(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
}

function severalBundles(roots: readonly string[]): ResidentError {
  const names = roots.slice(0, 5).join(", ");
  return new ResidentError("RES_BUNDLE", `it holds several bundles: ${names}`, {
    hint: "Unpack it and give one of them.",
  });
}
