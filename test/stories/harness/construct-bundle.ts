/**
 * A bundle for what a machine can't produce: a real capture, changed, with a note in bundle.json
 * that says so.
 */
import type { RawBundle } from "../../../src/model/bundle.ts";

/** @param change is given each snapshot's files, to be changed in place */
export function constructBundle(
  bundle: RawBundle,
  note: string,
  change: (files: Map<string, Uint8Array>) => void,
): RawBundle {
  const files = new Map(bundle.files);
  editText(files, "bundle.json", (text) => JSON.stringify({ ...JSON.parse(text), note }));
  const snapshots = bundle.snapshots.map((snapshot) => {
    const copy = new Map(snapshot.files);
    change(copy);
    return { ...snapshot, files: copy };
  });
  return { ...bundle, files, snapshots };
}

/** Nothing happens to a file that is not there. */
export function editText(
  files: Map<string, Uint8Array>,
  name: string,
  change: (text: string) => string,
): void {
  const bytes = files.get(name);
  if (bytes === undefined) return;
  files.set(name, new TextEncoder().encode(change(new TextDecoder().decode(bytes))));
}
