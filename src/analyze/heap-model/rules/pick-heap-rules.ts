/** The heap's rules of a Go version: the last row of the table that is not newer. */
import type { GoVersion } from "../../../model/go-version.ts";
import { isAtLeast } from "../../../model/go-version.ts";
import { HEAP_RULES } from "./heap-rule-table.ts";
import type { HeapRules } from "./heap-rules.ts";

const NEWEST = HEAP_RULES[HEAP_RULES.length - 1]!;

/** @param go undefined: the newest rules that are known */
export function heapRules(go: GoVersion | undefined): HeapRules {
  if (go === undefined) return NEWEST;
  return HEAP_RULES.findLast((rules) => isAtLeast(go, rules.fromMinor)) ?? HEAP_RULES[0]!;
}
