/**
 * A heap profile shows what was live a collection ago, but not at first: one that is read before the runtime
 * has anything of the kind takes in all that was allocated until then ("as if a GC had just happened",
 * runtime/mprof.go), and what of that was garbage leaves it two collections later. Measured with Go 1.21
 * and 1.26: read after the first collection, garbage is in it until the third.
 */
import type { MemStats } from "../../../model/mem-stats.ts";

const LAST = 2;

/** True where the profile may have objects that were allocated after the collection it should be of. */
export function mayHaveNewer({ NumGC, NumForcedGC = 0 }: MemStats): boolean {
  // runtime.GC() publishes the profile of its own collection.
  return NumGC !== undefined && NumGC <= LAST && NumForcedGC === 0;
}
