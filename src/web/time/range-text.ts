/** What is said of a range: what was recorded in it may be less than what was asked for. */
import { formatSeconds } from "../../base/units.ts";
import type { Recorded } from "../../model/page.ts";
import { spanText } from "../format-time.ts";
import { formatRangeText, PRESETS, presetOf } from "./range.ts";

/** "14:03:20 to 14:18:20 · 15 min", from the first look in it to the last. */
export function rangeText({ looked }: Recorded): string {
  if (looked === null) return "nothing recorded";
  return `${spanText(looked.from, looked.to)} · ${formatSeconds(looked.to - looked.from)}`;
}

/** Where nobody looked, be it before, behind, or in a gap. */
export function nothingText({ from, to, first, last }: Recorded): string {
  return `Nothing was recorded from ${spanText(from, to)}; there is ${spanText(first, last)}.`;
}

/** "its last hour is shown" */
export function itsTextOf(range: string): string {
  return `${PRESETS.find(({ value }) => value === presetOf(range))!.its} shown`;
}

/** As it stands in the address. */
export function lastHourOf({ first, last }: Recorded): string {
  return formatRangeText({ from: Math.max(first, last - 3600), to: last });
}
