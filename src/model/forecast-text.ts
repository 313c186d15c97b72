/** A forecast as a sentence: how much, when after the snapshot, and what it waits for. */
import { formatBytes, formatSeconds } from "../base/units.ts";
import type { Forecast } from "./verdict.ts";

export function forecastText(forecast: Forecast): string {
  const waits = forecast.waitsFor === "" ? "" : `; this waits for ${forecast.waitsFor}`;
  return `${whatHappens(forecast)}${waits}.`;
}

/** The same without what it waits for, and without a full stop. */
export function whatHappens(forecast: Forecast): string {
  const amount = formatBytes(forecast.bytes) + rangeText(forecast);
  if (mayFall(forecast)) {
    return `RSS may fall by up to ${formatBytes(forecast.range![1])} ${whenText(forecast)}`;
  }
  switch (forecast.what) {
    case "falls":
      return `RSS falls by ${amount} ${whenText(forecast)}`;
    case "reaches":
      return `It reaches ${amount} ${whenText(forecast)}`;
    case "stays":
      return `${amount} stay`;
  }
}

/** True where nothing may fall as well. */
export function mayFall({ what, range }: Forecast): boolean {
  return what === "falls" && range?.[0] === 0;
}

function rangeText({ range, bytes }: Forecast): string {
  if (range === undefined) return "";
  const [low, high] = range.map(formatBytes);
  return low === high && low === formatBytes(bytes) ? "" : ` (${low} to ${high})`;
}

/** Times count from the last snapshot, which may be long ago. */
function whenText({ earliest, latest }: Forecast): string {
  if (latest === null) {
    return earliest > 0
      ? `${formatSeconds(earliest)} from this snapshot at the earliest`
      : "at an unknown time";
  }
  if (latest <= 0) return "now";
  const end = formatSeconds(latest);
  const start = formatSeconds(earliest);
  if (start === end) return `${end} after this snapshot`;
  return earliest <= 0 ? `within ${end}` : `between ${start} and ${end} after this snapshot`;
}
