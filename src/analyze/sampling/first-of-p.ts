/**
 * Samples that chance did not choose. From Go 1.24 on the first allocation on each P is recorded whatever
 * its size: its cache starts with a rate of 0, which is not MemProfileRate, and that counts as a change of
 * the rate (runtime/malloc.go, memProfRate). A P is first used by allocm, as a rule, which borrows it for
 * the m of the thread that it is to run on. So a heap profile has up to GOMAXPROCS of these 2 KiB objects,
 * each of which would stand for 256: 32 MiB that nobody has, with 64 Ps. Fewer are kept here: as many as
 * chance would have recorded.
 */
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import type { RecoveredSamples } from "./recover-samples.ts";
import { writtenProbability } from "./sampling-law.ts";

const FIRST_VERSION = 24;
const ALLOCATOR = /^runtime\.(mallocgc|newobject)/;
const STARTER = "runtime.allocm";

/** An unknown version counts as the newest. */
export function withoutFirstOfP(
  profile: Profile,
  samples: RecoveredSamples,
  go: GoVersion | undefined,
): RecoveredSamples {
  if ((go !== undefined && !isAtLeast(go, FIRST_VERSION)) || profile.period <= 1) return samples;
  const kinds = KINDS.get(profile) ?? new LeafKinds(profile);
  KINDS.set(profile, kinds);
  if (!kinds.hasStarter) return samples;
  const { stack } = profile.samples;
  const count = samples.count.map((all, i) => {
    if (all === 0 || !kinds.isStarted(stack[i])) return all;
    return Math.round(all * writtenProbability(samples.size[i], profile.period));
  });
  return { ...samples, count };
}

/** A recorder asks for both populations of each profile, and for what is live once more. */
const KINDS = new WeakMap<Profile, LeafKinds>();

/** Which stacks end in allocm, by function rows: profiles are large, and names are not to be read for each. */
class LeafKinds {
  readonly hasStarter: boolean;
  private readonly profile: Profile;
  private readonly isStarter: Uint8Array;
  private readonly isAllocator: Uint8Array;

  constructor(profile: Profile) {
    this.profile = profile;
    const { functions, strings } = profile;
    const names = Array.from({ length: functions.length }, (_, i) =>
      strings.get(functions.name[i]),
    );
    this.isStarter = Uint8Array.from(names, (name) => Number(name === STARTER));
    this.isAllocator = Uint8Array.from(names, (name) => Number(ALLOCATOR.test(name)));
    this.hasStarter = this.isStarter.includes(1);
  }

  /** From the leaf up: allocators, then allocm. */
  isStarted(leaf: number): boolean {
    const { stacks, locations, lines } = this.profile;
    for (let row = leaf; row >= 0; row = stacks.prefix[row]) {
      const location = stacks.location[row];
      for (let i = locations.lineStart[location]; i < locations.lineStart[location + 1]; i++) {
        const func = lines.func[i];
        if (func < 0) return false;
        if (this.isStarter[func] === 1) return true;
        if (this.isAllocator[func] === 0) return false;
      }
    }
    return false;
  }
}
