/**
 * Files by path → RawBundle. The one place where a folder's and an archive's files become the
 * snapshots of a bundle, so that both follow the same rules.
 */
import type { RawBundle, RawSnapshot } from "../../model/bundle.ts";
import { placeFiles } from "./bundle-paths.ts";

/**
 * The bundle that these files make, its snapshots in the order of their numbers. Files whose name
 * a bundle does not know are left out. Throws RES_BUNDLE when there is no snapshot.
 */
export function assembleBundle(target: string, files: ReadonlyMap<string, Uint8Array>): RawBundle {
  const placeOf = placeFiles([...files.keys()]);
  const beside = new Map<string, Uint8Array>();
  const snapshots = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of files) {
    const place = placeOf(path);
    if (place === undefined) continue;
    if (place.snapshot === undefined) beside.set(place.name, bytes);
    else filesOf(snapshots, place.snapshot).set(place.name, bytes);
  }
  return { target, files: beside, snapshots: inOrder(snapshots) };
}

function filesOf(
  snapshots: Map<string, Map<string, Uint8Array>>,
  name: string,
): Map<string, Uint8Array> {
  let files = snapshots.get(name);
  if (files === undefined) {
    files = new Map();
    snapshots.set(name, files);
  }
  return files;
}

function inOrder(snapshots: ReadonlyMap<string, Map<string, Uint8Array>>): RawSnapshot[] {
  return [...snapshots]
    .map(([name, files]) => ({ name, files }))
    .sort((a, b) => Number(a.name) - Number(b.name) || (a.name < b.name ? -1 : 1));
}
