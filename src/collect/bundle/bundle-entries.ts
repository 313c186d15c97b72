/**
 * The files of a bundle in the order in which they are written: first those beside the snapshots,
 * then each snapshot's, by name. Checks the names, so that a writer can join them to a path.
 */
import { ResidentError } from "../../base/errors.ts";
import type { RawBundle } from "../../model/bundle.ts";
import { placeInBundle } from "./bundle-paths.ts";

export interface BundleEntry {
  /** Below the bundle's root, with `/`: `0001/proc/smaps`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Throws RES_BUNDLE for a name that reading would not take back. */
export function bundleEntries(bundle: RawBundle): BundleEntry[] {
  const entries = sorted(bundle.files, "");
  for (const { name, files } of bundle.snapshots) entries.push(...sorted(files, `${name}/`));
  const stranger = entries.find(({ path }) => placeInBundle(path) === undefined);
  if (stranger === undefined) return entries;
  throw new ResidentError("RES_BUNDLE", `a bundle has no place for a file ${stranger.path}`);
}

function sorted(files: ReadonlyMap<string, Uint8Array>, prefix: string): BundleEntry[] {
  return [...files.keys()].sort().map((name) => ({
    path: prefix + name,
    bytes: files.get(name)!,
  }));
}
