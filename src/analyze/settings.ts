/**
 * GOGC and GOMEMLIMIT as they are in force, as far as it can be known from outside: runtime/metrics
 * say it from Go 1.21 on; the environment says how the process was started, not what
 * debug.SetGCPercent or SetMemoryLimit made of it later.
 */
import { parseGogc, parseMemoryLimit } from "../model/go-settings.ts";
import type { GoVersion } from "../model/go-version.ts";
import { isAtLeast } from "../model/go-version.ts";
import type { Snapshot } from "../model/snapshot.ts";

export interface Gogc {
  /** Infinity for GOGC=off. */
  readonly percent: number;
  readonly source: "/gc/gogc:percent" | "environment" | "default";
}

/** debug.SetGCPercent(-1) read as an unsigned number; anything this large means off. */
const OFF = 2 ** 31;

export function gogcPercent(snapshot: Snapshot): Gogc {
  const metric = snapshot.runtimeMetrics?.get("/gc/gogc:percent");
  if (metric !== undefined) {
    const percent = metric < 0 || metric >= OFF ? Number.POSITIVE_INFINITY : metric;
    return { percent, source: "/gc/gogc:percent" };
  }
  const percent = parseGogc(snapshot.environment?.GOGC ?? "");
  if (percent === undefined) return { percent: 100, source: "default" };
  return { percent: percent ?? Number.POSITIVE_INFINITY, source: "environment" };
}

/** GOMEMLIMIT in bytes, or undefined where none is set (or Go is older than 1.19). */
export function memoryLimit(snapshot: Snapshot, go: GoVersion | undefined): number | undefined {
  if (go !== undefined && !isAtLeast(go, 19)) return undefined;
  const metric = snapshot.runtimeMetrics?.get("/gc/gomemlimit:bytes");
  if (metric !== undefined) return metric >= 2 ** 62 ? undefined : metric;
  return parseMemoryLimit(snapshot.environment?.GOMEMLIMIT ?? "") ?? undefined;
}
