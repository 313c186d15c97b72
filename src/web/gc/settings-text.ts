/** What is said where GOGC or GOMEMLIMIT changed within what is shown. */
import { formatCount } from "../../base/units.ts";
import type { SettingsChange } from "../../model/page.ts";
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

function seenText({ what, since }: SettingsChange): string {
  return `${what}, as seen at ${momentText(since)}.`;
}
