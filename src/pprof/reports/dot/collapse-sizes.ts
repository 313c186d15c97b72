/** Many sizes as few: the heaviest, each with those that are nearest to it as a range. */
import type { Tag } from "../../graph/node-tags.ts";
import { truncate } from "../../measure/go-number.ts";
import { addInt64, type Int64 } from "../../measure/int64.ts";
import { label } from "../../measure/label.ts";
import { scale } from "../../measure/units.ts";
import { cumTag, flatTag, sortTags } from "./tag-values.ts";

/** At most `count` of them, sorted. Fewer stay as they are, names too. */
export function collapseSizes(sizes: readonly Tag[], count: number, byFlat: boolean): Tag[] {
  const sorted = sortTags(sizes, byFlat);
  if (sorted.length <= count) return sorted;
  const groups = sorted.slice(0, count).map((tag) => [tag]);
  for (const tag of sorted.slice(count)) nearest(groups, tag).push(tag);
  return sortTags(groups.map(rangeOf), byFlat);
}

/** The first of the groups whose first size is as near as any. */
function nearest(groups: readonly Tag[][], tag: Tag): Tag[] {
  const distances = groups.map(([first]) => Math.abs(valueIn(first!, tag.unit) - tag.value));
  return groups[distances.indexOf(Math.min(...distances))]!;
}

/** Not in the report's unit, in which most sizes would be 0. */
function rangeOf(group: readonly Tag[]): Tag {
  const [first] = group as readonly [Tag];
  if (group.length === 1) {
    return { ...bare(first), name: nameOf(first), flat: flatTag(first), cum: cumTag(first) };
  }
  let [least, most] = [first, first];
  for (const tag of group) {
    if (truncate(valueIn(tag, least.unit)) < least.value) least = tag;
    if (truncate(valueIn(tag, most.unit)) > most.value) most = tag;
  }
  const sum = (of: (tag: Tag) => Int64) =>
    group.reduce<Int64>((all, tag) => addInt64(all, of(tag)), 0);
  const all = {
    ...first,
    flat: sum((tag) => tag.flat),
    flatDiv: sum((tag) => tag.flatDiv),
    cum: sum((tag) => tag.cum),
    cumDiv: sum((tag) => tag.cumDiv),
  };
  const name = `${nameOf(least)}..${nameOf(most)}`;
  return { ...bare(first), name, flat: flatTag(all), cum: cumTag(all) };
}

/** What a range is made from: values are told as they are, not as means. */
function bare(tag: Tag): Tag {
  return { ...tag, flatDiv: 0, cumDiv: 0 };
}

function nameOf({ value, unit }: Tag): string {
  return label(value, unit);
}

function valueIn({ value, unit }: Tag, to: string): number {
  return scale(value, unit, to).value;
}
