/**
 * GOGC and GOMEMLIMIT as a program tells them among its metrics: what it set itself is seen there and nowhere
 * else. Not every look asks for that page, and what it said holds until it says something else. Pure.
 */
import type { RuntimeMetrics } from "../../model/mem-stats.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { RunSettings } from "../../store/store.ts";

/** Runtime metrics with what Prometheus' client calls them. */
const NAMES = [
  ["/gc/gogc:percent", "go_gc_gogc_percent"],
  ["/gc/gomemlimit:bytes", "go_gc_gomemlimit_bytes"],
] as const;

/** debug.SetGCPercent(-1), as a program's metrics have it. */
const OFF = 2 ** 64;

export type ToldSettings = RuntimeMetrics;

/** undefined: it did not say. */
export function settingsIn({ runtimeMetrics }: Snapshot): ToldSettings | undefined {
  const told = NAMES.flatMap(([name]) => {
    const value = runtimeMetrics?.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return told.length === 0 ? undefined : new Map(told);
}

/** Those that are stored of a run. */
export function toldSettings({ gogc, memlimit }: RunSettings): ToldSettings {
  return new Map([
    ...(gogc === null ? [] : [["/gc/gogc:percent", Number.isFinite(gogc) ? gogc : OFF] as const]),
    ...(memlimit === null ? [] : [["/gc/gomemlimit:bytes", memlimit] as const]),
  ]);
}

/** The look, with the settings that were told before where it has none. */
export function withSettings(snapshot: Snapshot, settings: ToldSettings | undefined): Snapshot {
  if (settings === undefined || snapshot.runtimeMetrics !== undefined) return snapshot;
  return { ...snapshot, runtimeMetrics: settings };
}

/** As a page of metrics that says nothing else. */
export function settingsPage(settings: ToldSettings): Uint8Array {
  const lines = NAMES.flatMap(([name, alias]) =>
    settings.has(name) ? [`${alias} ${settings.get(name)}\n`] : [],
  );
  return Buffer.from(lines.join(""));
}
