/** The groups of goroutines of a recording's last snapshot, with what they were in its first. */
import type { GoroutineGroup, StackFrame } from "../../model/goroutines.ts";
import type { GoroutineRow, GoroutineTable, SeenSince } from "../../model/page.ts";
import type { Recording } from "../../model/snapshot.ts";
import { stackKey, waitingAt } from "../goroutines/goroutine-places.ts";

/** Groups beyond these are as rare as they are many. */
const ROWS = 1000;

/**
 * null where the last snapshot has no goroutines.
 * @param seen by `placeKey`
 */
export function goroutineTable(
  { snapshots }: Pick<Recording, "snapshots">,
  seen: ReadonlyMap<string, SeenSince> = new Map(),
): GoroutineTable | null {
  const last = snapshots.at(-1)!;
  const { goroutines } = last;
  if (goroutines === undefined) return null;
  const first = snapshots.length > 1 ? snapshots[0]!.goroutines : undefined;
  const rows = mergeAlike(goroutines.groups);
  const context: Context = {
    before: first === undefined ? undefined : countBy(first.groups, stackKey),
    now: countBy(goroutines.groups, stackKey),
    seen,
    leaked: new Set((last.leakedGoroutines?.groups ?? []).filter(isLeaked).map(stackKey)),
  };
  return {
    total: goroutines.total,
    before: first?.total ?? null,
    beforeAt: null,
    source: goroutines.source,
    groupCount: rows.length,
    rows: rows.slice(0, ROWS).map((groups) => rowOf(groups, context)),
  };
}

interface Context {
  /** Goroutines by stack, then and now. */
  readonly before: ReadonlyMap<string, number> | undefined;
  readonly now: ReadonlyMap<string, number>;
  readonly seen: ReadonlyMap<string, SeenSince>;
  readonly leaked: ReadonlySet<string>;
}

/** Groups with one stack and one state, which the dump keeps apart by who started them. */
function mergeAlike(groups: readonly GoroutineGroup[]): GoroutineGroup[][] {
  const alike = new Map<string, GoroutineGroup[]>();
  for (const group of groups) {
    const key = placeKey(group);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [group]);
    else known.push(group);
  }
  return [...alike.values()].sort((a, b) => sumOf(b) - sumOf(a));
}

/** One stack and one state: a row of the table. */
export function placeKey(group: GoroutineGroup): string {
  return `${group.state ?? ""}\n${stackKey(group)}`;
}

function sumOf(groups: readonly GoroutineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function countBy(
  groups: readonly GoroutineGroup[],
  keyOf: (group: GoroutineGroup) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) {
    counts.set(keyOf(group), (counts.get(keyOf(group)) ?? 0) + group.count);
  }
  return counts;
}

function isLeaked({ leaked }: GoroutineGroup): boolean {
  return leaked === true;
}

function rowOf(
  groups: readonly GoroutineGroup[],
  { before, now, leaked, seen }: Context,
): GoroutineRow {
  const group = groups[0]!;
  const key = stackKey(group);
  const count = sumOf(groups);
  const place = waitingAt(group);
  // Only the dump of the last snapshot tells states: of several, none can be compared.
  const isWhole = now.get(key) === count;
  return {
    count,
    before: before === undefined || !isWhole ? null : (before.get(key) ?? 0),
    state: group.state ?? null,
    wait: waitOf(groups),
    seen: seen.get(placeKey(group)) ?? null,
    isLeaked: groups.some(isLeaked) || leaked.has(key),
    place: place === undefined ? -1 : group.frames.indexOf(place),
    frames: group.frames.map(tripleOf),
    createdBy: creatorsOf(groups),
  };
}

function waitOf(groups: readonly GoroutineGroup[]): readonly [number, number] | null {
  return groups.reduce<readonly [number, number] | null>((wait, { waitMinutes: one }) => {
    if (wait === null || one === undefined) return one ?? wait;
    return [Math.min(wait[0], one[0]), Math.max(wait[1], one[1])];
  }, null);
}

function creatorsOf(groups: readonly GoroutineGroup[]): GoroutineRow["createdBy"] {
  const known = new Map<string, StackFrame>();
  for (const { createdBy } of groups) {
    if (createdBy !== undefined) known.set(`${createdBy.function}:${createdBy.line}`, createdBy);
  }
  return [...known.values()].map(tripleOf);
}

function tripleOf({ function: name, file, line }: StackFrame): readonly [string, string, number] {
  return [name, file, line];
}
