/** The answer of one simulated version, in a sentence or two. */
import { formatBytes } from "../../../base/units.ts";
import type { RssFall, SimulatedRun } from "../../../model/simulation.ts";
import { clock } from "./clock.ts";

/** Falls that are told one by one. */
const TOLD = 3;
/** A rest of RSS that is hardly less than the peak. */
const SAME_SHARE = 0.97;

export function simulateHeadline({ peak, end, falls }: SimulatedRun): string {
  const first = `RSS peaks at ${formatBytes(peak.rss)}, at ${clock(peak.at)} (HeapAlloc ${formatBytes(peak.heapAlloc)}, HeapSys ${formatBytes(peak.heapSys)}, VIRT ${formatBytes(peak.virt)}).`;
  const rest = `At the end, at ${clock(end.at)}, RSS is ${formatBytes(end.rss)}.`;
  if (falls.length === 0) return `${first} ${unreturned(end.lazyFree, end.rss, peak.rss)}`;
  const told = falls.slice(0, TOLD).map(fallText);
  const more = falls.length > TOLD ? `, and ${falls.length - TOLD} times more later` : "";
  return `${first} By itself ${told.join(", then ")}${more}. ${rest}`;
}

function fallText({ bytes, from, to, earliest, latest }: RssFall): string {
  const when = to - from < 1 ? `at ${clock(to)}` : `from ${clock(from)} to ${clock(to)}`;
  const range = ` (it may be from ${clock(earliest)} on, and done by ${clock(latest)})`;
  return `${formatBytes(bytes)} go back ${when}${to - earliest > 10 ? range : ""}`;
}

function unreturned(lazyFree: number, end: number, peak: number): string {
  if (lazyFree > 0) {
    return `None of it leaves RSS by itself: ${formatBytes(lazyFree)} are given back with MADV_FREE, which the kernel takes when it needs memory.`;
  }
  if (end >= SAME_SHARE * peak) return "None of it goes back in that time.";
  return `At the end RSS is ${formatBytes(end)}.`;
}
