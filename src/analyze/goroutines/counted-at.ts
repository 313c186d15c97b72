/**
 * When the goroutines of a snapshot were counted: a recorder does not ask for them at every look, so those of
 * a snapshot may be older than what else it has.
 */
import type { Goroutines } from "../../model/goroutines.ts";
import type { Snapshot } from "../../model/snapshot.ts";

const FILES: Readonly<Record<Goroutines["source"], string>> = {
  "goroutine?debug=1": "pprof/goroutine.debug1.txt",
  "goroutine?debug=2": "pprof/goroutine.debug2.txt",
  goroutine: "pprof/goroutine",
  goroutineleak: "pprof/goroutineleak",
};

/** Unix seconds; undefined where nothing tells. */
export function countedAt({ goroutines, meta, time }: Snapshot): number | undefined {
  if (goroutines === undefined) return undefined;
  return meta.readAt?.[FILES[goroutines.source]] ?? time;
}
