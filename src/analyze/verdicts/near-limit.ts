/** The cgroup's limit or GOMEMLIMIT is close, or the OOM killer was here before. */
import { formatBytes, formatSeconds, formatShare } from "../../base/units.ts";
import type { Action, Evidence, Forecast } from "../../model/verdict.ts";
import { slope } from "../growth/slope.ts";
import { timeToReach } from "../growth/time-to-reach.ts";
import type { Limit } from "../limits.ts";
import { findLimits, roomIn } from "../limits.ts";
import type { VerdictContext } from "./context.ts";
import { seriesOf } from "./context.ts";
import type { VerdictRule } from "./rule.ts";

/** Less room than this share of the limit is near. */
const NEAR = 0.1;

export const nearLimit: VerdictRule = {
  id: "near-limit",
  says: "the cgroup or GOMEMLIMIT is this close; it was OOM-killed before",
  mendable: false,
  judge: (context) => {
    const limit = findLimits(context.last, context.go).find((entry) => isNear(entry));
    const kills = oomKills(context);
    if (limit === undefined && kills === 0) return undefined;
    return {
      headline: limit === undefined ? killedHeadline(kills) : nearHeadline(limit, kills),
      bytes: limit === undefined ? null : limit.used,
      owns: [],
      resident: 0,
      severity: "critical",
      evidence: evidence(limit, kills),
      actions: actions(limit),
      confidence: "high",
      ...(limit === undefined ? {} : { forecast: forecast(context, limit) }),
    };
  },
};

function isNear(limit: Limit): boolean {
  return roomIn(limit) <= NEAR * limit.bytes;
}

/** In the process's own group: a parent counts the kills of everybody below it. */
function oomKills(context: VerdictContext): number {
  const own = context.last.cgroup?.levels[0];
  return own === undefined || own.path === "/" ? 0 : (own.oomKills ?? 0);
}

function killedHeadline(kills: number): string {
  return `The kernel's OOM killer has struck ${kills} ${kills === 1 ? "time" : "times"} in this cgroup.`;
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
  return limit.kind === "cgroup" ? "memory.current" : "Sys − HeapReleased";
}

function actions(limit: Limit | undefined): Action[] {
  if (limit === undefined || limit.kind === "cgroup") {
    return [
      {
        text: "Let Go know of the limit, with some room for what is outside Go.",
        code: `GOMEMLIMIT=${Math.floor((0.9 * (limit?.bytes ?? 0)) / 2 ** 20) || "…"}MiB`,
      },
      { text: "Raise the limit, or make smaller what the next verdict names." },
    ];
  }
  return [
    {
      text: "Raise GOMEMLIMIT if the machine or the cgroup has room: near it the GC runs ever more often.",
    },
    { text: "Or make smaller what the next verdict names." },
  ];
}

/** Growth that takes longer than a week to the limit is none to speak of. */
const FAR = 7 * 86_400;

/** Reaches the limit at the rate so far; otherwise it stays where it is. */
function forecast(context: VerdictContext, limit: Limit): Forecast[] {
  // Towards GOMEMLIMIT memory rises and falls with each collection: only what is live says more.
  const trend = slope(seriesOf(context, limit.kind === "cgroup" ? "rss" : "live"));
  const arrival = trend === undefined ? undefined : timeToReach(roomIn(limit), trend, 0);
  if (trend === undefined || arrival === undefined || arrival.expected > FAR) {
    return [
      {
        what: "stays",
        bytes: limit.used,
        earliest: 0,
        latest: null,
        waitsFor: "no growth was seen",
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
