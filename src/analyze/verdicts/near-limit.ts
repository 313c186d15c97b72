/** The cgroup's limit or GOMEMLIMIT is close, or the OOM killer was here before. */
import { formatBytes, formatSeconds, formatShare, MiB } from "../../base/units.ts";
import { formatMemoryLimit } from "../../model/go-settings.ts";
import type { Action, Evidence, Forecast, Verdict } from "../../model/verdict.ts";
import { askedGrowth } from "../cost-of-asking.ts";
import { slope } from "../growth/slope.ts";
import { timeToReach } from "../growth/time-to-reach.ts";
import type { Limit } from "../limits.ts";
import { findLimits, isNear, roomIn } from "../limits.ts";
import { growthToGoal, hasRoomToCollect, limitForGrowth, roomForLive } from "./heap/pacer-facts.ts";
import type { VerdictContext } from "./rule/context.ts";
import { seriesOf } from "./rule/context.ts";
import type { Finding, VerdictRule } from "./rule/rule.ts";

export const nearLimit: VerdictRule = {
  id: "near-limit",
  says: "the cgroup or GOMEMLIMIT is this close; it was OOM-killed before",
  mendable: false,
  judge: (context) => {
    const limit = findLimits(context.last, context.go).find((entry) => isPressing(context, entry));
    const kills = oomKills(context);
    if (limit === undefined && kills === 0) return undefined;
    return {
      headline:
        limit === undefined
          ? killedHeadline(kills, isLimited(context))
          : nearHeadline(limit, kills) + goalSentence(context, limit),
      bytes: limit === undefined ? null : limit.used,
      owns: [],
      resident: 0,
      severity: severityOf(context, limit),
      evidence: [...evidence(limit, kills), ...goalEvidence(context, limit)],
      actions: actions(context, limit),
      confidence: "high",
      ...withForecast(context, limit),
    };
  },
};

function isPressing(context: VerdictContext, limit: Limit): boolean {
  if (isNear(limit)) return limit.kind === "cgroup" || !hasRoomToCollect(context);
  return isHalfFull(limit) && growthBeyond(context, limit) !== undefined;
}

/** A goal beyond a limit that is not near is reached only if the program allocates as much. */
function severityOf(context: VerdictContext, limit: Limit | undefined): Verdict["severity"] {
  if (limit === undefined) return isLimited(context) ? "critical" : "info";
  return isNear(limit) || oomKills(context) > 0 ? "critical" : "warning";
}

/** Below that a goal beyond the limit is far away, and most programs have had it since they started. */
function isHalfFull(limit: Limit): boolean {
  return roomIn(limit) < limit.bytes / 2;
}

/** In the process's own group: a parent counts the kills of everybody below it. */
function oomKills(context: VerdictContext): number {
  const own = context.last.cgroup?.levels[0];
  return own === undefined || own.path === "/" ? 0 : (own.oomKills ?? 0);
}

/** Without a limit the kill was the machine's lack of memory, which says nothing of this process. */
function isLimited({ last }: VerdictContext): boolean {
  return last.cgroup?.levels.some(({ max, high }) => isSet(max) || isSet(high)) ?? false;
}

function isSet(bytes: number | null | undefined): boolean {
  return bytes !== undefined && bytes !== null;
}

function killedHeadline(kills: number, limited: boolean): string {
  const times = `${kills} ${kills === 1 ? "time" : "times"}`;
  if (limited) return `The kernel's OOM killer has struck ${times} in this cgroup.`;
  return `The kernel's OOM killer has struck ${times} in this cgroup, which has no limit: the machine was short of memory.`;
}

function nearHeadline(limit: Limit, kills: number): string {
  const used = formatShare((limit.used - limit.reclaimable) / limit.bytes);
  const killed =
    kills > 0
      ? ` The OOM killer has struck here ${kills} ${kills === 1 ? "time" : "times"} before.`
      : "";
  const name = limit.kind === "cgroup" ? "the memory limit of its cgroup" : "GOMEMLIMIT";
  return `${used} of ${name} (${formatBytes(limit.bytes)}) is used; ${formatBytes(Math.max(0, roomIn(limit)))} are left.${killed}`;
}

/** What the collector lets the heap grow by, where the limit has less than that left. */
function growthBeyond(context: VerdictContext, limit: Limit | undefined): number | undefined {
  if (limit?.kind !== "cgroup") return undefined;
  const growth = growthToGoal(context);
  return growth !== undefined && growth > roomIn(limit) ? growth : undefined;
}

function goalSentence(context: VerdictContext, limit: Limit): string {
  const growth = growthBeyond(context, limit);
  if (growth === undefined) return "";
  return ` The collector lets the heap take ${formatBytes(growth)} more before the next collection is done.`;
}

function goalEvidence(context: VerdictContext, limit: Limit | undefined): Evidence[] {
  const growth = growthBeyond(context, limit);
  if (growth === undefined) return [];
  const source = "NextGC − HeapAlloc − free pages";
  return [{ what: "more until the heap's goal", value: formatBytes(growth), source }];
}

function evidence(limit: Limit | undefined, kills: number): Evidence[] {
  const list: Evidence[] = [];
  if (limit !== undefined) {
    list.push(
      { what: "limit", value: formatBytes(limit.bytes), source: limit.source },
      { what: "used", value: formatBytes(limit.used), source: usedSource(limit) },
    );
    if (limit.reclaimable > 0) {
      list.push({
        what: "of it page cache",
        value: formatBytes(limit.reclaimable),
        source: "memory.stat inactive_file",
      });
    }
  }
  if (kills > 0) list.push({ what: "OOM kills", value: `${kills}`, source: "memory.events" });
  return list;
}

function usedSource(limit: Limit): string {
  if (limit.kind !== "cgroup") return "Sys − HeapReleased";
  return limit.source.endsWith("memory.max") ? "memory.current" : "memory.usage_in_bytes";
}

/** Left of a cgroup's limit for what is outside Go. */
const OUTSIDE = 0.1;

/** A limit that leaves no room above what is live makes it collect all the time. */
function tellGo(context: VerdictContext, limit: Limit | undefined): Action {
  const text = "Let Go know of the limit, with some room for what is outside Go";
  if (limit === undefined) return { text: `${text}.`, code: "GOMEMLIMIT=…MiB" };
  const bytes = Math.floor(((1 - OUTSIDE) * limit.bytes) / MiB) * MiB;
  const code = `GOMEMLIMIT=${formatMemoryLimit(bytes)}`;
  const least = limitForGrowth(context, 1.1);
  if (least === undefined || least <= bytes) return { text: `${text}.`, code };
  return {
    text: `A GOMEMLIMIT below this limit is no way out: under ${formatMemoryLimit(least)} it would collect all the time, as what is live leaves no room.`,
  };
}

function actions(context: VerdictContext, limit: Limit | undefined): Action[] {
  if (limit === undefined && !isLimited(context)) {
    return [{ text: "The kernel's log says which process it was: dmesg, or journalctl -k." }];
  }
  if (limit === undefined || limit.kind === "cgroup") {
    const raise = { text: "Raise the limit, or make smaller what the next verdict names." };
    const tell = tellGo(context, limit);
    return tell.code === undefined ? [raise, tell] : [tell, raise];
  }
  return [
    {
      text: `Raise GOMEMLIMIT ${roomBeyond(context)}: near it the GC runs ever more often.`,
    },
    { text: "Or make smaller what the next verdict names." },
  ];
}

/** Go's limit is within the cgroup's, which is the one that kills. */
function roomBeyond({ last, go }: VerdictContext): string {
  const cgroup = findLimits(last, go).find(({ kind }) => kind === "cgroup");
  if (cgroup === undefined) return "if the machine has room";
  const used = `${formatBytes(cgroup.used - cgroup.reclaimable)} of ${formatBytes(cgroup.bytes)}`;
  return `as far as the cgroup has room, which has ${used} in use`;
}

function withForecast(
  context: VerdictContext,
  limit: Limit | undefined,
): Pick<Finding, "forecast"> {
  const found = limit === undefined ? [] : forecast(context, limit);
  return found.length === 0 ? {} : { forecast: found };
}

/** Growth that takes longer than a week to the limit is none to speak of. */
const FAR = 7 * 86_400;

/** Reaches the limit at the rate so far; otherwise it stays where it is. One look tells no rate. */
function forecast(context: VerdictContext, limit: Limit): Forecast[] {
  // Towards GOMEMLIMIT memory rises and falls with each collection: only what is live says more.
  const trend = slope(seriesOf(context, limit.kind === "cgroup" ? "rss" : "live"));
  if (trend === undefined) return [];
  const arrival = timeToReach(roomForLive(context, limit), trend, 0);
  // What is reached needs no forecast.
  if (arrival?.latest === 0) return [];
  const isOwn = limit.kind === "cgroup" && growsByAsking(context);
  if (arrival === undefined || arrival.expected > FAR || isOwn) {
    const besides = isOwn ? " but what answering these looks takes" : "";
    return [
      {
        what: "stays",
        bytes: limit.used,
        earliest: 0,
        latest: null,
        waitsFor: `growth, of which none was seen in ${formatSeconds(trend.seconds)}${besides}`,
      },
    ];
  }
  return [
    {
      what: "reaches",
      bytes: limit.bytes,
      earliest: Math.round(arrival.earliest),
      latest: arrival.latest === null ? null : Math.round(arrival.latest),
      waitsFor: `${limit.source}, at the rate of the last ${formatSeconds(trend.seconds)}`,
    },
  ];
}

/** Most of what was seen to grow can be Resident's own doing, which goes on only as long as it looks. */
function growsByAsking({ moments }: VerdictContext): boolean {
  const asked = askedGrowth(moments);
  return asked !== undefined && asked.own > asked.growth / 2;
}
