/** What is to be said of the lines of code where they are not of the heap that was last found live. */
import { formatBytes } from "../base/units.ts";
import { findLine, type LedgerLine } from "./ledger.ts";

/**
 * A profile is a collection older than what MemStats say; the first ones have what came since.
 * @returns undefined where the lines are of what is live
 */
export function linesRemark(ledger: LedgerLine): string | undefined {
  if (findLine(ledger, "newer-in-profile") !== undefined) {
    return "These lines have what was allocated since the last collection as well.";
  }
  if (findLine(ledger, "freed-since-profile") === undefined) return undefined;
  const live = findLine(ledger, "live")?.bytes ?? 0;
  return `These lines are of the collection before the last one, which found only ${formatBytes(live)} live: the rest has been freed.`;
}
