/** The pacer's rules of a Go version: the last row of the table that is not newer. */
import type { GoVersion } from "../../../model/go-version.ts";
import { isAtLeast } from "../../../model/go-version.ts";
import type { PacerRules } from "./pacer-rules.ts";
import { PACER_RULES } from "./rule-table.ts";

const NEWEST = PACER_RULES[PACER_RULES.length - 1]!;

/** @param go undefined: the newest rules that are known */
export function pacerRules(go: GoVersion | undefined): PacerRules {
  if (go === undefined) return NEWEST;
  return PACER_RULES.findLast((rules) => isAtLeast(go, rules.fromMinor)) ?? PACER_RULES[0]!;
}
