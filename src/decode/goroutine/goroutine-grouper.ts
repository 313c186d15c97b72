/**
 * Groups goroutines by what a reader sees of them: frames, state, creator, labels. The text, the
 * dump and the profile give the same goroutines in three ways, and only groups formed by the same
 * rules can be compared between them and over time.
 */
import type { GoroutineGroup, Goroutines, StackFrame } from "../../model/goroutines.ts";

/** Some goroutines that are alike; labels belong to the group only if all in it have the same. */
export interface GoroutineEntry {
  readonly count: number;
  readonly frames: readonly StackFrame[];
  readonly state?: string | undefined;
  /** Whole minutes; undefined where none are printed, which is a wait below one minute. */
  readonly minutes?: number | undefined;
  readonly createdBy?: StackFrame | undefined;
  readonly leaked?: boolean | undefined;
  readonly labels?: ReadonlyMap<string, string> | undefined;
}

interface Group {
  count: number;
  readonly first: GoroutineEntry;
  shortest: number;
  /** -1 where no member says how long it waits. */
  longest: number;
  labelsDiffer: boolean;
}

export class GoroutineGrouper {
  private readonly groups = new Map<string, Group>();
  private readonly splitByLabels: boolean;
  /** Goroutines added so far. */
  count = 0;

  /** `splitByLabels`: other labels make another group, as in the profile; not so in a dump. */
  constructor(splitByLabels: boolean) {
    this.splitByLabels = splitByLabels;
  }

  add(entry: GoroutineEntry): void {
    this.count += entry.count;
    const labels = labelsKey(entry.labels);
    const key = keyOf(entry) + (this.splitByLabels ? labels : "");
    const minutes = entry.minutes ?? 0;
    const longest = entry.minutes ?? -1;
    const group = this.groups.get(key);
    if (group === undefined) {
      const { count } = entry;
      this.groups.set(key, {
        count,
        first: entry,
        shortest: minutes,
        longest,
        labelsDiffer: false,
      });
      return;
    }
    group.count += entry.count;
    group.shortest = Math.min(group.shortest, minutes);
    group.longest = Math.max(group.longest, longest);
    if (labels !== labelsKey(group.first.labels)) group.labelsDiffer = true;
  }

  /** Largest group first; among equals in the order of their first members. */
  finish(source: Goroutines["source"], total: number, truncated: boolean): Goroutines {
    const groups = Array.from(this.groups.values(), groupOf).sort((a, b) => b.count - a.count);
    return { source, total, groups, truncated };
  }
}

function groupOf({ count, first, shortest, longest, labelsDiffer }: Group): GoroutineGroup {
  const { frames, state, createdBy, leaked, labels } = first;
  return {
    count,
    frames,
    ...(state === undefined ? {} : { state }),
    ...(longest < 0 ? {} : { waitMinutes: [shortest, longest] as const }),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(leaked === true ? { leaked } : {}),
    ...(labels === undefined || labelsDiffer ? {} : { labels }),
  };
}

function keyOf({ frames, state, createdBy, leaked }: GoroutineEntry): string {
  let key = `${state ?? ""}\n${leaked === true}\n`;
  if (createdBy !== undefined) key += frameKey(createdBy);
  for (const frame of frames) key += `\n${frameKey(frame)}`;
  return key;
}

function frameKey({ function: name, file, line }: StackFrame): string {
  return `${name}\t${file}\t${line}`;
}

function labelsKey(labels: ReadonlyMap<string, string> | undefined): string {
  return labels === undefined ? "" : `\n${JSON.stringify([...labels].sort())}`;
}
