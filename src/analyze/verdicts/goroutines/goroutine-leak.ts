/**
 * Goroutines pile up at one line. They are the cause: their stacks, and the live bytes that they hold,
 * are the effect, so this verdict owns both. Of live bytes that grew meanwhile, it must not own those
 * that nothing ties to them (see grown-with.ts).
 */
import { formatBytes, formatCount, formatSeconds } from "../../../base/units.ts";
import type { GoroutineGroup, Goroutines } from "../../../model/goroutines.ts";
import { findLine } from "../../../model/ledger.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { countedAt } from "../../goroutines/counted-at.ts";
import {
  describeFrame,
  mergeStacks,
  stackKey,
  waitingAt,
} from "../../goroutines/goroutine-places.ts";
import { shareGrownWith } from "../../goroutines/grown-with.ts";
import type { Slope } from "../../growth/slope.ts";
import { slope } from "../../growth/slope.ts";
import type { Moment, VerdictContext } from "../rule/context.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { commandOn, escapePattern, evidenceOf } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { goroutineUpkeep } from "./goroutine-upkeep.ts";

/** Growth of one group between first and last snapshot that is no coincidence. */
const FEWEST_NEW = 10;
const FEWEST_SHARE = 0.01;
/** Without history: this many goroutines, this share of all, waiting this many minutes. */
const MANY = 1000;
const MOST = 0.5;
const LONG_MINUTES = 5;

interface Pile {
  readonly group: GoroutineGroup;
  readonly added: number;
  readonly trend: Slope | undefined;
}

export const goroutineLeak: VerdictRule = {
  id: "goroutine-leak",
  says: "this many goroutines wait at this line, more by the minute",
  mendable: true,
  judge: (context, claimed) => {
    const pile = growingPile(context) ?? longWaitingPile(context);
    if (pile === undefined) return undefined;
    const held = heldByPile(context, pile, claimed);
    return {
      headline: headline(pile, held.bytes),
      bytes: held.bytes,
      owns: held.owns,
      resident: held.resident,
      // A profile of goroutines alone says that they pile up, not how large that is.
      ...(pile.added > 0 || held.bytes === null ? { grows: true } : {}),
      evidence: evidence(context, pile),
      actions: actions(context, pile),
      confidence: pile.added > 0 && (pile.trend?.range?.[0] ?? 0) > 0 ? "high" : "medium",
    };
  },
};

function growingPile(context: VerdictContext): Pile | undefined {
  const first = firstCounted(context)?.snapshot.goroutines;
  const last = context.last.goroutines;
  if (first === undefined || last === undefined || first === last) return undefined;
  let best: Pile | undefined;
  for (const group of mergeStacks(last)) {
    const added = group.count - countOf(first, stackKey(group));
    if (added < FEWEST_NEW || added < FEWEST_SHARE * group.count) continue;
    if (best === undefined || added > best.added) best = { group, added, trend: undefined };
  }
  if (best === undefined) return undefined;
  const key = stackKey(best.group);
  const points = context.moments.flatMap(({ snapshot }) => {
    const t = countedAt(snapshot);
    if (t === undefined || snapshot.goroutines === undefined) return [];
    return [{ t, value: countOf(snapshot.goroutines, key) }];
  });
  const trend = points.length < 2 ? undefined : slope(points);
  const shrinks = trend !== undefined && trend.range !== undefined && trend.range[0] <= 0;
  return shrinks ? undefined : { ...best, trend };
}

/** Where there are many, they are asked for seldom: the first look may not have them. */
function firstCounted({ moments }: VerdictContext): Moment | undefined {
  return moments.find(({ snapshot }) => snapshot.goroutines !== undefined);
}

/** One snapshot: many goroutines at one place that have waited for minutes, or are marked leaked. */
function longWaitingPile(context: VerdictContext): Pile | undefined {
  const leaked = context.last.leakedGoroutines?.groups.find((group) => group.count >= FEWEST_NEW);
  if (leaked !== undefined) return { group: leaked, added: 0, trend: undefined };
  const all = context.last.goroutines;
  const group = all === undefined ? undefined : mergeStacks(all)[0];
  if (all === undefined || group === undefined || group.count < MANY) return undefined;
  if (group.count < MOST * all.total) return undefined;
  const longest = group.waitMinutes?.[1] ?? 0;
  return longest >= LONG_MINUTES ? { group, added: 0, trend: undefined } : undefined;
}

function countOf(goroutines: Goroutines, key: string): number {
  return goroutines.groups.reduce(
    (sum, group) => (stackKey(group) === key ? sum + group.count : sum),
    0,
  );
}

interface Held {
  /** null: nothing that was read counts bytes. */
  readonly bytes: number | null;
  readonly resident: number;
  readonly owns: readonly string[];
}

/** Their share of the stacks, and what the live heap gained while they piled up. */
function heldByPile(context: VerdictContext, pile: Pile, claimed: ReadonlySet<string>): Held {
  if (findLine(context.ledger, "stacks")?.bytes == null) {
    return { bytes: null, resident: 0, owns: ["stacks"] };
  }
  const total = context.last.goroutines?.total ?? pile.group.count;
  const share = Math.min(1, pile.group.count / Math.max(1, total));
  const stacks = Math.round(bytesOf(context, "stacks") * share);
  const grown = liveGrowth(context);
  const theirs = pile.added === 0 || grown <= 0 ? 0 : theirShare(context, pile);
  if (theirs < MOST_OF_GAIN) {
    const upkeep = goroutineUpkeep(context, claimed, total);
    return {
      bytes: stacks + Math.round(upkeep.bytes * share),
      resident: Math.round((residentOf(context, "stacks") + upkeep.resident) * share),
      owns: ["stacks", ...upkeep.owns],
    };
  }
  // What each new goroutine brought, times all that are there.
  const live = Math.min(
    bytesOf(context, "live"),
    ((grown * theirs) / pile.added) * pile.group.count,
  );
  const liveShare = live / Math.max(1, bytesOf(context, "live"));
  const resident = residentOf(context, "stacks") * share + residentOf(context, "live") * liveShare;
  return {
    bytes: Math.round(stacks + live),
    resident: Math.round(resident),
    owns: ["stacks", "live"],
  };
}

const MOST_OF_GAIN = 0.5;

/**
 * Of what the live heap gained: by the profiles of before and now, and where these don't tell it apart by
 * what is in use now. Without any profile nothing ties it to them.
 */
function theirShare({ moments, last }: VerdictContext, { group }: Pile): number {
  if (last.heap === undefined) return 0;
  const before = moments.find(({ snapshot }) => snapshot.heap !== undefined)?.snapshot;
  const gain = before === last ? undefined : shareGrownWith(before?.heap, last.heap, group);
  return gain ?? shareGrownWith(undefined, last.heap, group) ?? 0;
}

/** Since they were first counted, and only where the live heap is counted: the noise of two estimates is no growth. */
function liveGrowth(context: VerdictContext): number {
  const before = findLine((firstCounted(context) ?? context.moments[0]!).ledger, "live");
  const after = findLine(context.ledger, "live");
  if (before?.bytes == null || after?.bytes == null) return 0;
  if (before.basis === "estimated" || after.basis === "estimated") return 0;
  return after.bytes - before.bytes;
}

function headline(pile: Pile, bytes: number | null): string {
  const count = formatCount(pile.group.count);
  const where = describeFrame(waitingAt(pile.group));
  const rate =
    pile.trend === undefined ? "" : `, ${formatCount(pile.trend.perSecond * 60)} more every minute`;
  const state = pile.group.leaked === true ? "can never go on" : "wait";
  const held = bytes === null ? "" : `; they hold ${formatBytes(bytes)}`;
  return `${count} goroutines ${state} at ${where}${rate}${held}.`;
}

function evidence(context: VerdictContext, pile: Pile): Evidence[] {
  const source = context.last.goroutines?.source ?? "goroutine profile";
  const list: Evidence[] = [
    {
      what: `goroutines at ${describeFrame(waitingAt(pile.group))}${ageText(context)}`,
      value: formatCount(pile.group.count),
      source,
    },
  ];
  if (pile.added > 0) {
    list.push({
      what: `of them new since ${firstCounted(context) === context.moments[0] ? "the first snapshot" : "they were first counted"}`,
      value: formatCount(pile.added),
      source,
    });
  }
  if (pile.group.waitMinutes !== undefined) {
    const [low, high] = pile.group.waitMinutes;
    list.push({ what: "waiting for", value: `${low} to ${high} minutes`, source });
  }
  return [...list, ...evidenceOf(context, "stacks")];
}

/** So old a count is not one of the snapshot's moment. Seconds. */
const OLD = 5;

function ageText({ last }: VerdictContext): string {
  const at = countedAt(last);
  const age = at === undefined || last.time === undefined ? 0 : last.time - at;
  return age < OLD ? "" : `, counted ${formatSeconds(age)} before`;
}

function actions(context: VerdictContext, pile: Pile): Action[] {
  const by = pile.group.createdBy;
  const started = by === undefined ? "" : ` They are started at ${describeFrame(by)}.`;
  return [
    {
      text: `Let them end: close the channel, cancel the context, or give the wait a time-out.${started}`,
    },
    {
      text: "Look at the code that they wait in.",
      ...commandOn(context, `list '${escapePattern(waitingAt(pile.group)?.function ?? "")}'`),
    },
  ];
}
