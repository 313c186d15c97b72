/** The values of labels at a node, and their order. */
import { compareText } from "../../graph/node-info.ts";
import type { Tag } from "../../graph/node-tags.ts";
import { absInt64, descending, divideInt64, type Int64 } from "../../measure/int64.ts";

export function flatTag({ flat, flatDiv }: Tag): Int64 {
  return divideInt64(flat, flatDiv);
}

export function cumTag({ cum, cumDiv }: Tag): Int64 {
  return divideInt64(cum, cumDiv);
}

/** The heaviest first, by what the node itself has or by all below it; then by name. */
export function sortTags(tags: readonly Tag[], byFlat: boolean): Tag[] {
  return [...tags].sort(
    (a, b) =>
      (byFlat ? 0 : descending(absInt64(a.cum), absInt64(b.cum))) ||
      descending(absInt64(a.flat), absInt64(b.flat)) ||
      compareText(a.name, b.name),
  );
}
