/** A profile with another table of stacks, and without the samples that have none in it. */
import type { Profile } from "../../model/profile.ts";
import { endStacksAt } from "./end-stacks.ts";
import { keepSamples } from "./keep-samples.ts";

/** The first `rows` of new stacks, with `rowOf` from old rows to new ones, -1 for none. */
export function replaceStacks(
  profile: Profile,
  { prefix, location }: { prefix: Int32Array; location: Int32Array },
  rows: number,
  rowOf: Int32Array,
): Profile {
  const isKept = new Uint8Array(profile.samples.length);
  const { samples } = endStacksAt(profile, rowOf);
  for (let i = 0; i < isKept.length; i++) isKept[i] = samples.stack[i] < 0 ? 0 : 1;
  const stacks = {
    length: rows,
    prefix: prefix.subarray(0, rows),
    location: location.subarray(0, rows),
  };
  return keepSamples({ ...profile, samples, stacks }, isKept);
}
