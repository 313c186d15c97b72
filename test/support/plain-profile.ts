/**
 * A profile as plain objects, for comparing two of them: everything that it says, and nothing of
 * how the rows of its stacks are numbered.
 */
import type { Profile } from "../../src/model/profile.ts";

export function plainProfile(profile: Profile) {
  const { samples, labels, locations, lines, functions, mappings, strings, stacks, ...header } =
    profile;
  return {
    header,
    samples: {
      values: samples.values,
      paths: Array.from(samples.stack, (stack) => pathOf(stacks, stack)),
      labelStart: samples.labelStart,
    },
    labels,
    locations,
    lines,
    functions,
    mappings,
    strings: Array.from({ length: strings.length }, (_, i) => strings.get(i)),
  };
}

/** Rows of locations, leaf first. */
export function pathOf(stacks: Profile["stacks"], leaf: number): number[] {
  const path: number[] = [];
  for (let stack = leaf; stack >= 0; stack = stacks.prefix[stack]!) {
    path.push(stacks.location[stack]!);
  }
  return path;
}
