/** The order in which the labels of a sample are written: strings before numbers, each by key. */
import type { Profile } from "../model/profile.ts";
import { compareText } from "./graph/node-info.ts";

/** Rows of labels in that order; those of one key stay in theirs. */
export function labelOrder({ labels, strings }: Profile, start: number, end: number): number[] {
  const rows: number[] = [];
  for (let row = start; row < end; row++) rows.push(row);
  if (rows.length < 2) return rows;
  return rows.sort((a, b) => {
    const kinds = (labels.str[a] < 0 ? 1 : 0) - (labels.str[b] < 0 ? 1 : 0);
    if (kinds !== 0 || labels.key[a] === labels.key[b]) return kinds;
    return compareText(strings.get(labels.key[a]), strings.get(labels.key[b]));
  });
}
