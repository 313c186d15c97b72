/**
 * What was in use at one look as the heap profile that said so. It counts nothing else: what was allocated since
 * the start is not kept, and no difference of it may be told.
 */
import type { Profile } from "../../model/profile.ts";
import type { HeapLevels, StackDictionary } from "../store.ts";
import { nanos, scaled, startProfile } from "./start-profile.ts";

const VALUES = [
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

export function liveProfile(dictionary: StackDictionary, levels: HeapLevels): Profile {
  const { siteStack, siteSize } = dictionary;
  const { ids, counts, rate, time } = levels;
  const { builder, stackOf } = startProfile(dictionary, siteStack, ids, {
    valueTypes: VALUES,
    defaultValueType: "inuse_space",
    periodType: { type: "space", unit: "bytes" },
    period: rate,
    timeNanos: nanos(time),
  });
  for (const [row, id] of ids.entries()) {
    const size = siteSize[id];
    const values = scaled(counts[row], size, rate);
    builder.addSample(stackOf(siteStack[id]), values, [{ key: "bytes", num: size }]);
  }
  return builder.finish();
}
