/** Numbers of the page as people read them, by the unit that a profile names. */
import { formatBytes, formatCount, formatSeconds, formatShare } from "../base/units.ts";

const TIMES: ReadonlyMap<string, number> = new Map([
  ["nanoseconds", 1e-9],
  ["microseconds", 1e-6],
  ["milliseconds", 1e-3],
  ["seconds", 1],
]);

export function formatValue(value: number, unit: string): string {
  if (unit === "bytes") return formatBytes(value);
  const seconds = TIMES.get(unit);
  return seconds === undefined ? formatCount(value) : formatTime(value * seconds);
}

/** Short ones in ms and µs: a pause of a collection is well below a tenth of a second. */
export function formatTime(seconds: number): string {
  const size = Math.abs(seconds);
  if (size >= 1 || size === 0) return formatSeconds(seconds);
  const [value, unit] = size >= 1e-3 ? [seconds * 1e3, "ms"] : [seconds * 1e6, "µs"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** "+1.2 MiB", "−3"; "±0" where nothing changed: sums of estimates differ in their last digits. */
export function formatChange(change: number, unit: string): string {
  if (change === 0 || (unit === "bytes" && Math.abs(change) < 0.5)) return "±0";
  return `${change > 0 ? "+" : ""}${formatValue(change, unit)}`;
}

/** "13 MiB to 25.5 MiB" */
export function formatRange([low, high]: readonly [number, number], unit: string): string {
  return low === high ? "exact" : `${formatValue(low, unit)} to ${formatValue(high, unit)}`;
}

/** Of two texts of numbers; a unit that both have is said once: "3.5 to 4 MiB". */
export function rangeOfTexts(low: string, high: string): string {
  if (low === high) return low;
  const at = low.indexOf(" ");
  const isAlike = at > 0 && low.slice(at) === high.slice(high.indexOf(" "));
  return `${isAlike ? low.slice(0, at) : low} to ${high}`;
}

/** A part of a whole in percent; "" of nothing. */
export function formatPart(part: number, whole: number): string {
  return whole > 0 ? formatShare(part / whole) : "";
}
