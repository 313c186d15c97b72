/** Values and shares as pprof's reports print them. */
import { fixed2, general2 } from "./go-number.ts";
import { scale } from "./units.ts";

/** `value` of unit `from` in unit `to`, two decimals unless both are 0: `8.82MB`, `872kB`, `0`. */
export function scaledLabel(value: number, from: string, to: string): string {
  const scaled = scale(value, from, to);
  if (Number.isSafeInteger(scaled.value)) {
    return scaled.value === 0 ? "0" : scaled.value + scaled.unit;
  }
  const text = fixed2(scaled.value).replace(/\.00$/, "");
  return text === "0" || text === "-0" ? "0" : text + scaled.unit;
}

/** `value` in the unit that suits it. */
export function label(value: number, unit: string): string {
  return scaledLabel(value, unit, "auto");
}

/** |value / total| in six characters: `  100%`, `12.34%`, `  0.5%`; 0 where there is no total. */
export function percentage(value: number, total: number): string {
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return "  100%";
  return `${(ratio >= 1 ? fixed2(ratio) : general2(ratio)).padStart(5)}%`;
}
