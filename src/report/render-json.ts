/**
 * Any result as JSON: the result object itself, so that nothing is in one and not in the other. The
 * shapes are described in docs/json.md and docs/schema/.
 */
import type { Result } from "../model/results.ts";

/** Indented by two, with a newline at the end. What JSON has no word for (NaN, ∞) becomes null. */
export function renderJson(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
