/**
 * A program that sets GOGC while it is traced: what it did under the one before says nothing of the one in force. So
 * the collections since then count, as long as they are enough.
 */
import { sliceCycles } from "../gc/history-of-cycles.ts";
import type { PacerRules } from "../heap-model/pacer/pacer-rules.ts";
import { gogcSince } from "./infer-gogc.ts";
import type { WhatIfInput } from "./what-if-input.ts";

export interface SinceOwnGogc {
  readonly input: WhatIfInput;
  /** Number of the first collection whose goal the new one made. */
  readonly n: number;
}

/** @returns undefined where one GOGC made all goals, or nothing tells */
export function sinceOwnGogc(all: WhatIfInput, rules: PacerRules): SinceOwnGogc | undefined {
  const { cycles, looks, settings, isSettingOfStart } = all;
  if (cycles === undefined || (settings !== undefined && isSettingOfStart !== true))
    return undefined;
  const since = gogcSince(cycles, rules);
  if (since === undefined) return undefined;
  const { row, gogc } = since;
  const n = cycles.n[row]!;
  const { peakRss: _, ...rest } = all;
  const input = {
    ...rest,
    cycles: sliceCycles(cycles, row, cycles.length),
    looks: looks.filter(({ stats }) => (stats.NumGC ?? 0) >= n),
    settings: { memlimit: settings?.memlimit ?? null, gogc },
    isSettingOfStart: false,
  };
  return { input, n };
}
