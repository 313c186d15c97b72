/** The values of labels at a node, and their order. */
import { compareText } from "../../graph/node-info.ts";
import type { Tag } from "../../graph/node-tags.ts";

export function flatTag({ flat, flatDiv }: Tag): number {
  return flatDiv === 0 ? flat : Math.trunc(flat / flatDiv) + 0;
}

export function cumTag({ cum, cumDiv }: Tag): number {
  return cumDiv === 0 ? cum : Math.trunc(cum / cumDiv) + 0;
}

/** The heaviest first, by what the node itself has or by all below it; then by name. */
export function sortTags(tags: readonly Tag[], byFlat: boolean): Tag[] {
  return [...tags].sort(
    (a, b) =>
      (byFlat ? 0 : Math.abs(b.cum) - Math.abs(a.cum)) ||
      Math.abs(b.flat) - Math.abs(a.flat) ||
      compareText(a.name, b.name),
  );
}
