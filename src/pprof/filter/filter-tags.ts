/** `tagshow` and `taghide`: which labels samples have left, by their keys. No sample goes. */
import type { Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import { rowsOf, takeLabels } from "./keep-samples.ts";
import { matcherOf, type StringMatcher } from "./match/string-matcher.ts";

/** True where a sample has a label whose key matches. */
export function hasTag({ labels, strings }: Profile, pattern: Regexp): boolean {
  const keys = matcherOf(strings, pattern);
  for (let row = 0; row < labels.length; row++) {
    if (keys.test(labels.key[row])) return true;
  }
  return false;
}

/** The labels that `show` matches, or all, without those that `hide` matches. */
export function filterTags(
  profile: Profile,
  show: Regexp | undefined,
  hide: Regexp | undefined,
): Profile {
  if (show === undefined && hide === undefined) return profile;
  const { labels, samples, strings } = profile;
  const shown = show && matcherOf(strings, show);
  const hidden = hide && matcherOf(strings, hide);
  const isKept = new Uint8Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    isKept[row] = isShown(labels.key[row], shown, hidden) ? 1 : 0;
  }
  const labelStart = new Int32Array(samples.length + 1);
  for (let i = 0; i < samples.length; i++) {
    labelStart[i + 1] = labelStart[i];
    for (let row = samples.labelStart[i]; row < samples.labelStart[i + 1]; row++) {
      labelStart[i + 1] += isKept[row];
    }
  }
  const kept = takeLabels(labels, rowsOf(isKept));
  return { ...profile, samples: { ...samples, labelStart }, labels: kept };
}

function isShown(key: number, shown?: StringMatcher, hidden?: StringMatcher): boolean {
  return shown?.test(key) !== false && hidden?.test(key) !== true;
}
