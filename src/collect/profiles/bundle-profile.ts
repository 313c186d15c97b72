/**
 * A profile out of a bundle: that of the heap in the last snapshot, or the one that is named behind
 * a colon: `bundle.tgz:goroutine` or `bundle.tgz:2/allocs` of the second
 * snapshot.
 */
import { ResidentError } from "../../base/errors.ts";
import type { RawBundle, RawSnapshot } from "../../model/bundle.ts";

export interface BundleProfile {
  readonly bytes: Uint8Array;
  /** Where in the bundle it lies: `0002/pprof/heap`. */
  readonly place: string;
}

const DEFAULT = "heap";

/** `name`: of the profile, its snapshot in front or not; "" for the heap. Throws RES_NO_DATA. */
export function bundleProfile(bundle: RawBundle, name: string): BundleProfile {
  const [, number, profile = DEFAULT] = /^(?:(\d+)(?:\/|$))?(?:pprof\/)?(.+)?$/.exec(name) ?? [];
  const isAsked = (folder: string) => number === undefined || Number(folder) === Number(number);
  const snapshots = bundle.snapshots.filter((one) => isAsked(one.name));
  // The newest that has it: a program may have been gone at the end.
  for (const snapshot of snapshots.toReversed()) {
    const found = profileIn(snapshot, profile);
    if (found !== undefined) return found;
  }
  throw noSuchProfile(bundle, name === "" ? DEFAULT : name);
}

/** The text form stands in where the other is missing. */
function profileIn({ name, files }: RawSnapshot, profile: string): BundleProfile | undefined {
  for (const path of [`pprof/${profile}`, `pprof/${profile}.debug1.txt`]) {
    const bytes = files.get(path);
    if (bytes !== undefined && bytes.length > 0) return { bytes, place: `${name}/${path}` };
  }
  return undefined;
}

function noSuchProfile({ target, snapshots }: RawBundle, name: string): ResidentError {
  const there = new Set(
    snapshots.flatMap(({ files }) => [...files.keys()].flatMap((path) => nameOf(path) ?? [])),
  );
  const list = [...there].sort().join(", ");
  const hint =
    there.size === 0
      ? "It has no profile at all."
      : `It has ${list}: ${target}:${[...there].sort()[0]!}`;
  return new ResidentError("RES_NO_DATA", `no ${name} profile in the bundle ${target}`, { hint });
}

function nameOf(path: string): string | undefined {
  return /^pprof\/(heap|allocs|goroutine|goroutineleak|threadcreate|block|mutex)(?:\.debug1\.txt)?$/.exec(
    path,
  )?.[1];
}
