/**
 * Frames made of labels: those of the `tagroot` keys around a sample's stack, the first key outermost,
 * and those of the `tagleaf` keys inside it, the last key innermost. Filters see them like any other.
 */
import type { Profile } from "../../model/profile.ts";
import type { Settings } from "../settings.ts";
import type { KeyFrames } from "./key-frames.ts";
import { LabelFrames } from "./label-frames.ts";
import { wrapStacks } from "./wrap-stacks.ts";

/** `warn` gets a sentence for a setting whose keys no sample has. */
export function addTagFrames(
  profile: Profile,
  settings: Settings,
  warn: (message: string) => void,
): Profile {
  const frames = new LabelFrames(profile, settings.unit);
  const roots = keysOf(settings.tagroot).map((key) => frames.ofKey(key));
  const leaves = keysOf(settings.tagleaf).map((key) => frames.ofKey(key));
  const framed =
    roots.length + leaves.length === 0 ? profile : frame(profile, frames, roots, leaves);
  if (settings.tagroot !== "" && !anyMatched(roots)) warn("TagRoot expression matched no samples");
  if (settings.tagleaf !== "" && !anyMatched(leaves)) warn("TagLeaf expression matched no samples");
  return framed;
}

function frame(
  profile: Profile,
  frames: LabelFrames,
  roots: readonly KeyFrames[],
  leaves: readonly KeyFrames[],
): Profile {
  const { length } = profile.samples;
  const rootColumns = roots.map(() => new Int32Array(length));
  const leafColumns = leaves.map(() => new Int32Array(length));
  // Sample by sample and the last key first: so pprof numbers the locations that this makes.
  for (let sample = 0; sample < length; sample++) {
    for (let i = roots.length - 1; i >= 0; i--) rootColumns[i]![sample] = roots[i]!.of(sample);
    for (let i = leaves.length - 1; i >= 0; i--) leafColumns[i]![sample] = leaves[i]!.of(sample);
  }
  const wrapped = wrapStacks(profile, rootColumns, leafColumns);
  return { ...profile, ...frames.tables(), ...wrapped };
}

function keysOf(list: string): string[] {
  return list.split(",").filter((key) => key !== "");
}

function anyMatched(keys: readonly KeyFrames[]): boolean {
  return keys.some(({ matched }) => matched);
}
