/**
 * A text of Go gives each stack in full and names what lies outside the runtime; its profile.proto
 * leaves the runtime's frames at the leaf out (runtime/pprof: protomem.go, hideRuntime). But a stack
 * of nothing but the runtime is named whole, so mallocgc has a name all the same, and would stand as the leaf
 * of every other stack that went the same way through it. So both forms are made to say the same.
 */
import type { Profile } from "../../model/profile.ts";

const RUNTIME = /^(?:runtime\.|internal\/runtime\/)/;

/** Each sample's stack from its first frame outside the runtime on; whole where there is none. */
export function hideRuntime(profile: Profile): Profile {
  const { stacks, samples } = profile;
  const isShown = ownLocations(profile);
  // By stack: where it begins to be shown; -1 for nowhere.
  const shown = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const caller = stacks.prefix[stack];
    if (isShown[stacks.location[stack]] === 1) shown[stack] = stack;
    else shown[stack] = caller < 0 ? -1 : shown[caller];
  }
  const stack = samples.stack.map((leaf) => (leaf < 0 || shown[leaf] < 0 ? leaf : shown[leaf]));
  return { ...profile, samples: { ...samples, stack } };
}

/** By location: 1 where it has a name outside the runtime. What has no name here is the runtime's. */
function ownLocations({ locations, lines, functions, strings }: Profile): Uint8Array {
  const isOwn = Uint8Array.from(functions.name, (name) => Number(!RUNTIME.test(strings.get(name))));
  const isShown = new Uint8Array(locations.length);
  for (let row = 0; row < locations.length; row++) {
    for (let line = locations.lineStart[row]; line < locations.lineStart[row + 1]; line++) {
      if (lines.func[line] >= 0 && isOwn[lines.func[line]] === 1) isShown[row] = 1;
    }
  }
  return isShown;
}
