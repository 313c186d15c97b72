/**
 * A range of what is recorded as a pprof profile, so that every tool that reads pprof can go on from
 * here. Values are scaled up as Go's runtime does before it writes them, also where that overstates
 * (Go 1.11 and older): whoever reads heap profiles of Go expects them so.
 */
import type { Profile } from "../../model/profile.ts";
import { nanos, scaled, startProfile } from "../../store/profiles/start-profile.ts";
import type { StackDictionary } from "../../store/store.ts";
import type { GoroutineMoment } from "./goroutine-code.ts";
import type { HeapMoment } from "./heap-code.ts";
import { besideEachOther, NO_SITES } from "./sampled-sites.ts";

const HEAP_VALUES = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** @param seconds that the allocations are of */
export function heapProfile(
  dictionary: StackDictionary,
  { time, sampling, live, allocated }: HeapMoment,
  seconds: number,
): Profile {
  const { siteStack, siteSize } = dictionary;
  const { ids, a, b } = besideEachOther(live, allocated ?? NO_SITES);
  const { builder, stackOf } = startProfile(dictionary, siteStack, ids, {
    valueTypes: HEAP_VALUES,
    defaultValueType: "inuse_space",
    periodType: { type: "space", unit: "bytes" },
    period: sampling.rate,
    timeNanos: nanos(time),
    durationNanos: nanos(seconds),
  });
  for (let row = 0; row < ids.length; row++) {
    const size = siteSize[ids[row]];
    const values = [...scaled(b[row], size, sampling.rate), ...scaled(a[row], size, sampling.rate)];
    builder.addSample(stackOf(siteStack[ids[row]]), values, [{ key: "bytes", num: size }]);
  }
  return builder.finish();
}

export function goroutineProfile(
  dictionary: StackDictionary,
  { time, ids, counts }: GoroutineMoment,
): Profile {
  const { goroutineStack } = dictionary;
  const { builder, stackOf } = startProfile(dictionary, goroutineStack, ids, {
    valueTypes: [{ type: "goroutine", unit: "count" }],
    periodType: { type: "goroutine", unit: "count" },
    period: 1,
    timeNanos: nanos(time),
  });
  for (let row = 0; row < ids.length; row++) {
    builder.addSample(stackOf(goroutineStack[ids[row]]), [counts[row]]);
  }
  return builder.finish();
}
