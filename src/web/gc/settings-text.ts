/** What is said where GOGC or GOMEMLIMIT changed within what is shown. */
import { formatBytes, formatCount, formatSeconds } from "../../base/units.ts";
import type { SettingsChange, WhatIfBasis } from "../../model/page.ts";
import { momentText } from "../format-time.ts";

/** "GOGC was changed from 100 to 200, as seen at 14:05:10. Only the 12 collections since then are told from." */
export function sinceText(change: SettingsChange): string {
  const { collections } = change;
  const those = collections === 1 ? "collection" : `${formatCount(collections)} collections`;
  return `${seenText(change)} This is told from the ${those} since then only.`;
}

export function noAnswerText(change: SettingsChange): string {
  const why = change.refusal === null ? "" : ` ${change.refusal}`;
  return `${seenText(change)} What was before says nothing of the settings of now, and too little was seen since then.${why}`;
}

/** "“Now” is told from the last 15 collections, in 3 min until 14:05:10." */
export function basisText({ collections, seconds, until, growth }: WhatIfBasis): string {
  const end = until === null ? "" : ` until ${momentText(until)}`;
  const basis = `“Now” is told from ${formatCount(collections)} collections in ${formatSeconds(seconds)}${end}.`;
  if (growth === null) return basis;
  return `${basis} What is live grows by ${formatBytes(60 * growth.perSecond)} a minute; all numbers are for the ${formatBytes(growth.now)} that are live now.`;
}

export function reachedText(seconds: number): string {
  const when =
    seconds < 1
      ? "leaves no room below this limit now"
      : `leaves no room below this limit in ${formatSeconds(seconds)}`;
  return `What is live grows, and ${when}: from then on the collector runs all the time.`;
}

/** Of a limit chosen when less was live. */
export function tooLowText(memlimit: number, least: number): string {
  return `GOMEMLIMIT=${formatBytes(memlimit)} lies below ${formatBytes(least)}, the least that leaves a tenth above what is live now: the collector would run nearly all the time.`;
}

function seenText({ what, since }: SettingsChange): string {
  return `${what}, as seen at ${momentText(since)}.`;
}
