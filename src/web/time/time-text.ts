/** The first sentence of Time: what RSS is, and how that came. */
import { formatBytes, formatSeconds } from "../../base/units.ts";
import type { TimeTable } from "../../model/page.ts";
import { formatChange } from "../format.ts";
import { momentText } from "../format-time.ts";

/** @param isPast of a range that does not end now */
export function timeHeadline({ times, rss, restarts }: TimeTable, isPast = false): string {
  const over = formatSeconds(times.at(-1)! - times[0]!);
  const first = rss.find((value) => value !== null);
  const last = rss.findLast((value) => value !== null);
  const again = restarts.length === 0 ? "" : `, with ${restartsText(restarts.length)}`;
  if (first === undefined || first === null || last === undefined || last === null) {
    return `${times.length} snapshots over ${over}${again}.`;
  }
  const change = formatChange(last - first, "bytes");
  return `RSS ${isPast ? "was" : "is"} ${formatBytes(last)}, ${change} over ${over}${again}.${peakText(times, rss)}`;
}

/** Where RSS was clearly higher than where the chart begins and ends, that is the news. */
const CLEARLY = 1.1;

function peakText(times: TimeTable["times"], rss: TimeTable["rss"]): string {
  const known = rss.filter((value) => value !== null);
  const peak = Math.max(...known);
  if (peak < CLEARLY * Math.max(known[0]!, known.at(-1)!)) return "";
  return ` At ${momentText(times[rss.indexOf(peak)]!)} it was ${formatBytes(peak)}.`;
}

function restartsText(count: number): string {
  return count === 1 ? "a restart" : `${count} restarts`;
}
