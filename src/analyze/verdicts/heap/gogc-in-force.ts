/**
 * Whether the GOGC that was read is the one in force: no advice may name a setting that the program may
 * have set itself, as then the environment does not count.
 */
import { findLine } from "../../../model/ledger.ts";
import type { Moment } from "../rule/context.ts";

export interface GogcInForce {
  /** "own": the program has set another; "doubt": one look cannot tell. */
  readonly known: "read" | "own" | "doubt";
  /** True where the goal is lower than the GOGC that was read makes it: then it may be a memory limit's. */
  readonly isLower: boolean;
}

export function gogcInForce(moment: Moment): GogcInForce {
  const { ledger, underOtherGogc, perhapsUnderOtherGogc } = moment;
  const live = findLine(ledger, "live");
  const most = live?.range?.[1] ?? live?.bytes ?? 0;
  if (underOtherGogc !== undefined) {
    return { known: "own", isLower: underOtherGogc < (live?.bytes ?? 0) };
  }
  if (perhapsUnderOtherGogc === undefined) return { known: "read", isLower: false };
  const least = live?.range?.[0] ?? most;
  return { known: "doubt", isLower: most > 2 * perhapsUnderOtherGogc - least };
}
