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
  /** The text form beside it, which has names where Go ≤ 1.8 gives the other none. */
  readonly text?: BundleProfile;
}

const DEFAULT = "heap";
/** Where a profile.proto that was given as a file stands, of whatever kind it is. */
const SINGLE = "pprof/any";

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
  if (snapshots.length === 0 && bundle.snapshots.length > 0) throw noSuchSnapshot(bundle, number!);
  throw noSuchProfile(bundle, name === "" ? DEFAULT : name);
}

/** The text form stands in where the other is missing. */
function profileIn(snapshot: RawSnapshot, profile: string): BundleProfile | undefined {
  const found = fileIn(snapshot, `pprof/${profile}`);
  const text = fileIn(snapshot, `pprof/${profile}.debug1.txt`);
  return found === undefined || text === undefined ? (found ?? text) : { ...found, text };
}

function fileIn({ name, files }: RawSnapshot, path: string): BundleProfile | undefined {
  const bytes = files.get(path);
  return bytes === undefined || bytes.length === 0
    ? undefined
    : { bytes, place: `${name}/${path}` };
}

function noSuchProfile({ target, snapshots }: RawBundle, name: string): ResidentError {
  const there = new Set(
    snapshots.flatMap(({ files }) => [...files.keys()].flatMap((path) => nameOf(path) ?? [])),
  );
  if (there.size === 0 && snapshots.some(({ files }) => files.has(SINGLE))) {
    const message = `${target} is one profile and no bundle, which could have a ${name} profile`;
    return new ResidentError("RES_NO_DATA", message, { hint: `Name it by itself: ${target}` });
  }
  const list = [...there].sort().join(", ");
  const hint =
    there.size === 0
      ? "It has no profile at all."
      : `It has ${list}: ${target}:${[...there].sort()[0]!}`;
  return new ResidentError("RES_NO_DATA", `no ${name} profile in the bundle ${target}`, { hint });
}

function noSuchSnapshot({ target, snapshots }: RawBundle, number: string): ResidentError {
  const numbers = snapshots.map(({ name }) => Number(name)).join(", ");
  const message = `there is no snapshot ${Number(number)} in the bundle ${target}`;
  return new ResidentError("RES_NO_DATA", message, { hint: `Its snapshots: ${numbers}` });
}

function nameOf(path: string): string | undefined {
  return /^pprof\/(heap|allocs|goroutine|goroutineleak|threadcreate|block|mutex)(?:\.debug1\.txt)?$/.exec(
    path,
  )?.[1];
}
