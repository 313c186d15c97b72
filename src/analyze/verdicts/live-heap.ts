/** The live heap dominates: these lines of code hold it. */
import { formatBytes, formatShare, MiB } from "../../base/units.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { findLine } from "../../model/ledger.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Action, Evidence } from "../../model/verdict.ts";
import { causes } from "../code/service-code.ts";
import { forecastGarbage } from "../scavenger/forecast-garbage.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, residentOf } from "./context.ts";
import {
  commandOn,
  commandWithGc,
  describePlace,
  evidenceOf,
  rssEvidence,
  shareWords,
  sourcePattern,
} from "./evidence.ts";
import { finalizerAction, finalizerEvidence } from "./finalizer-at-work.ts";
import { growthSentence } from "./heap-growth.ts";
import { bytesInRam, type InRam, notableInRam, whyNotInRam } from "./in-ram.ts";
import { ageEvidence, type LiveAge, liveAge } from "./live-age.ts";
import type { Finding, VerdictRule } from "./rule.ts";
import { scavengerFacts } from "./scavenger-facts.ts";

/** A profile that lacks more than this of the live heap is not just unlucky samples. */
const STALE_SHARE = 0.3;

export const liveHeap: VerdictRule = {
  id: "live-heap",
  says: "these lines of code hold it",
  mendable: true,
  judge: (context, claimed) => {
    const live = unclaimedLive(context, claimed);
    if (live === undefined) return undefined;
    const age = liveAge(context);
    const isSure = causes(context.code)[0]?.resolvable === true && !age.isDoubtful;
    const first =
      live.inRam === undefined
        ? headline(context, live.bytes, age)
        : headlineInRam(context, live.bytes, live.inRam, age);
    return {
      headline: first + doubtSentence(age) + growthSentence(context),
      ...(live.line.range === undefined ? {} : { range: live.line.range }),
      ...bytesInRam(live.bytes, live.resident, live.inRam),
      owns: live.owns,
      resident: live.resident,
      evidence: [...liveEvidence(context), ...ageEvidence(context, live.bytes, age)],
      actions: age.isDoubtful ? doubtfulActions(context) : liveActions(context),
      confidence: isSure ? "high" : "medium",
      ...(age.isDoubtful ? withForecast(context, live.resident) : {}),
    };
  },
};

export interface UnclaimedLive {
  readonly line: LedgerLine;
  readonly bytes: number;
  readonly resident: number;
  /** Where much of it is known not to be in RAM. */
  readonly inRam: InRam | undefined;
  readonly owns: readonly string[];
}

/** The live objects, less the lines of code that another verdict owns; undefined where it owns all. */
export function unclaimedLive(
  context: VerdictContext,
  claimed: ReadonlySet<string>,
): UnclaimedLive | undefined {
  const line = claimed.has("live") ? undefined : findLine(context.ledger, "live");
  if (line === undefined || line.bytes === null || line.bytes === 0) return undefined;
  const taken = line.children.filter((child) => claimed.has(child.id));
  const bytes = line.bytes - taken.reduce((sum, child) => sum + (child.bytes ?? 0), 0);
  const resident = Math.round((residentOf(context, "live") * bytes) / line.bytes);
  const inRam = partInRam(notableInRam(context, "live"), line.bytes, bytes);
  const owns =
    taken.length === 0
      ? ["live"]
      : line.children.filter((child) => !claimed.has(child.id)).map((child) => child.id);
  return { line, bytes, resident, inRam, owns };
}

/** Which part of a line lacks pages is not known: it may be all or none of them. */
function partInRam(whole: InRam | undefined, bytes: number, part: number): InRam | undefined {
  if (whole === undefined) return undefined;
  return { least: Math.max(0, whole.least - (bytes - part)), most: Math.min(part, whole.most) };
}

/** What is known is what the last collection marked: what was dropped since is still in it. */
function headline(context: VerdictContext, bytes: number, age: LiveAge): string {
  const [top] = causes(context.code);
  const size = formatBytes(bytes);
  const found = `${age.finder} found live`;
  if (top === undefined) return `${size} are what ${found}: code held them then.`;
  if (!top.resolvable)
    return `${size} are what ${found}; too few samples to say which line holds most.`;
  const unexplained =
    bytesOf(context, "live-since-profile") + bytesOf(context, "sampling-difference");
  if (unexplained > STALE_SHARE * bytes) {
    const explained = bytes - unexplained;
    return `${size} are what ${found}; the profile is older than the last collection and explains ${formatBytes(explained)}, ${shareWords(top.bytes, explained)} at ${describePlace(top)}.`;
  }
  const share = bytes > 0 ? Math.min(1, top.bytes / bytes) : 0;
  if (share > 0.9)
    return `${describePlace(top)} holds ${formatBytes(top.bytes)}: nearly all that ${found}.`;
  return `${describePlace(top)} holds ${formatBytes(top.bytes)}, ${formatShare(share)} of the ${size} that ${found}.`;
}

/**
 * What RSS has of it comes first. Which line's objects were written no source tells, so that of the line that
 * allocated most it is said what can be in RAM.
 */
function headlineInRam(context: VerdictContext, bytes: number, inRam: InRam, age: LiveAge): string {
  const fact = `At most ${formatBytes(inRam.most)} of the ${formatBytes(bytes)} that ${age.finder} found live are in RAM: the rest ${whyNotInRam(context)}.`;
  const [top] = causes(context.code);
  if (top === undefined) return fact;
  if (!top.resolvable) return `${fact} Too few samples say which line holds most.`;
  if (top.bytes > 0.9 * bytes) return `${fact} ${describePlace(top)} holds nearly all of it.`;
  const [low, high] = top.bytesRange;
  const [least, most] = [Math.max(0, low - (bytes - inRam.least)), Math.min(high, inRam.most)];
  const of = `${least < MiB ? "at most" : `${formatBytes(least)} to`} ${formatBytes(most)}`;
  return `${fact} ${describePlace(top)} holds ${formatBytes(top.bytes)} of it, ${of} of that in RAM.`;
}

function doubtSentence(age: LiveAge): string {
  return age.isDoubtful ? " How much of it is garbage by now is not known." : "";
}

function withForecast(context: VerdictContext, resident: number): Pick<Finding, "forecast"> {
  const forecast = forecastGarbage(scavengerFacts(context, 0), resident);
  return forecast.length === 0 ? {} : { forecast };
}

export function liveEvidence(context: VerdictContext): Evidence[] {
  return [
    ...evidenceOf(context, "live"),
    ...context.code.slice(0, 3).map(codeEvidence),
    ...finalizerEvidence(context),
    ...rssEvidence(context),
  ];
}

export function codeEvidence(line: CodeLine): Evidence {
  const [low, high] = line.bytesRange;
  return {
    what: describePlace(line),
    value: `${formatBytes(line.bytes)} (${formatBytes(low)} to ${formatBytes(high)})`,
    source: `heap profile, ${line.samples} ${line.samples === 1 ? "sample" : "samples"}`,
  };
}

export function liveActions(context: VerdictContext): Action[] {
  return [
    ...finalizerAction(context),
    ...placeAction(context),
    { text: "Hold less: drop references that are no longer needed, bound caches, pool or reuse." },
    { text: "A collection cannot free live objects, and a lower GOGC does not make them fewer." },
  ];
}

function placeAction(context: VerdictContext): Action[] {
  const [top] = causes(context.code);
  if (top === undefined) return [];
  return [
    {
      text: `Look at what keeps the objects of ${describePlace(top)} reachable.`,
      ...commandOn(context, `list '${sourcePattern(top)}'`),
    },
  ];
}

/** Where it may be garbage by now, that is the first question. */
function doubtfulActions(context: VerdictContext): Action[] {
  const look = placeAction(context);
  return [
    {
      text: "See first whether it is still reachable: look again after the next collection, or let this look force one (it costs CPU).",
      ...commandWithGc(context),
    },
    ...finalizerAction(context),
    ...look.map((action) => ({ ...action, text: `If it is: ${lowerFirst(action.text)}` })),
    { text: "What is still reachable then, no collection frees: hold less of it." },
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
