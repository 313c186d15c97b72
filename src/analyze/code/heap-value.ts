/** The four columns of a Go heap profile, by the names that pprof has for them. */
import type { Population } from "../sampling/recover-samples.ts";

export type HeapValue = "inuse_space" | "inuse_objects" | "alloc_space" | "alloc_objects";

export function populationOf(value: HeapValue): Population {
  return value.startsWith("inuse") ? "inuse" : "alloc";
}
