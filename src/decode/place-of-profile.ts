/**
 * Which file of a bundle a profile stands for. Every profile.proto starts alike; what it counts
 * is in its value types, and so only known once it is decoded.
 */
import { type Profile, valueTypeIndex } from "../model/profile.ts";

const PLACES: readonly { readonly valueType: string; readonly place: string }[] = [
  { valueType: "inuse_space", place: "pprof/heap" },
  { valueType: "inuse_objects", place: "pprof/heap" },
  { valueType: "goroutine", place: "pprof/goroutine" },
  { valueType: "goroutineleak", place: "pprof/goroutineleak" },
  { valueType: "threadcreate", place: "pprof/threadcreate" },
];

/**
 * The bundle path, or undefined for a profile that says nothing of memory (CPU, block, mutex).
 * An allocs profile is a heap profile with another default column.
 */
export function placeOfProfile(profile: Profile): string | undefined {
  const entry = PLACES.find(({ valueType }) => valueTypeIndex(profile, valueType) >= 0);
  const isAllocs = entry?.place === "pprof/heap" && profile.defaultValueType === "alloc_space";
  return isAllocs ? "pprof/allocs" : entry?.place;
}
