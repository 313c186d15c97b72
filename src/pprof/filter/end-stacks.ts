/** A profile whose samples end at other rows of its stacks. */
import type { Profile } from "../../model/profile.ts";

/** `rowOf`: by the row that a sample has, the one that it gets; -1 for no stack. */
export function endStacksAt(profile: Profile, rowOf: Int32Array): Profile {
  const { samples } = profile;
  const stack = new Int32Array(samples.length);
  for (let i = 0; i < stack.length; i++) {
    stack[i] = samples.stack[i] < 0 ? -1 : rowOf[samples.stack[i]];
  }
  return { ...profile, samples: { ...samples, stack } };
}
