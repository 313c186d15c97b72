/** The live heap dominates: these lines of code hold it. */
import { formatBytes, formatShare, MiB } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { findLine } from "../../../model/ledger.ts";
import type { CodeLine } from "../../../model/report.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { causes } from "../../code/service-code.ts";
import { forecastGarbage } from "../../scavenger/forecast-garbage.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import {
  commandOn,
  commandWithGc,
  describePlace,
  evidenceOf,
  rssEvidence,
  sourcePattern,
} from "../rule/evidence.ts";
import type { Finding, VerdictRule } from "../rule/rule.ts";
import { finalizerAction, finalizerEvidence } from "./finalizer-at-work.ts";
import { growthSentence } from "./heap-growth.ts";
import { bytesInRam, type InRam, notableInRam, whyNotInRam } from "./in-ram.ts";
import { ageEvidence, type LiveAge, liveAge } from "./live-age.ts";
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
        ? headline(context, live, age)
        : headlineInRam(context, live.bytes, live.inRam);
    return {
      headline: first + doubtSentence(age) + growthSentence(context),
      ...(live.line.range === undefined ? {} : { range: live.line.range }),
      ...bytesInRam(live.bytes, live.resident, live.inRam),
      owns: live.owns,
      resident: live.resident,
      evidence: [...liveEvidence(context), ...ageEvidence(context, live.bytes, age)],
      actions: age.isDoubtful
        ? doubtfulActions(context, live.bytes)
        : [...olderProfileAction(context, live.bytes), ...liveActions(context)],
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
  // A finding that owns nothing would be told as a note, however small.
  return bytes <= 0 || owns.length === 0 ? undefined : { line, bytes, resident, inRam, owns };
}

/** Which part of a line lacks pages is not known: it may be all or none of them. */
function partInRam(whole: InRam | undefined, bytes: number, part: number): InRam | undefined {
  if (whole === undefined) return undefined;
  return { least: Math.max(0, whole.least - (bytes - part)), most: Math.min(part, whole.most) };
}

/** What is known is what the last collection marked: what was dropped since is still in it. */
function headline(
  context: VerdictContext,
  { bytes, resident }: UnclaimedLive,
  age: LiveAge,
): string {
  const [top] = causes(context.code);
  // More than RSS is never said without what of it is in RAM.
  const isMore = context.hasRss && bytes > context.rss;
  const inRam = isMore ? ` (${formatBytes(resident)} of it in RAM)` : "";
  const live = `${liveBytes(context, bytes)} of live objects${inRam}`;
  const found = age.ago === "" ? "" : `; found${age.ago.slice(1)}`;
  if (top === undefined) return `${live}${found}.`;
  if (!top.resolvable) {
    return `${live}, too few samples to say which line holds most${found}.`;
  }
  if (isOtherProfile(context, bytes)) {
    const profile = profileBytes(context, bytes);
    const part = top.bytes > profile / 2 ? "most" : "the largest part";
    const told = `Of the ${formatBytes(profile)} in the heap profile ${part} is at ${describePlace(top)}.`;
    return `${live}${found.replace(";", ",")}. ${told}`;
  }
  // An estimate is no more than what is known of the whole.
  const held = Math.min(top.bytes, bytes);
  const holder = `${describePlace(top)} holds ${formatBytes(held)}`;
  const whole = `the last collection found live${age.ago}.`;
  const share = bytes > 0 ? held / bytes : 0;
  if (share > 0.9) return `${holder}${inRam}: nearly all that ${whole}`;
  return `${holder}, ${formatShare(share)} of the ${formatBytes(bytes)}${inRam} that ${whole}`;
}

/** Where one look cannot tell the live heap, from the least to the most. */
function liveBytes(context: VerdictContext, bytes: number): string {
  const range = findLine(context.ledger, "live")?.range;
  if (range === undefined || !isRange(context)) return formatBytes(bytes);
  return `${formatBytes(range[0])} to ${formatBytes(range[1])}`;
}

function isRange({ moments }: VerdictContext): boolean {
  return moments[moments.length - 1]!.perhapsUnderOtherGogc !== undefined;
}

/** Lines that say how much more or less than the profile is live. */
const DIFFERENCES = [
  "live-since-profile",
  "sampling-difference",
  "freed-since-profile",
  "newer-in-profile",
];

function profileBytes(context: VerdictContext, bytes: number): number {
  return bytes - DIFFERENCES.reduce((sum, id) => sum + bytesOf(context, id), 0);
}

/** True where the profile is so far from what is live that it is of another state of the program. */
function isOtherProfile(context: VerdictContext, bytes: number): boolean {
  const apart = Math.abs(bytes - profileBytes(context, bytes));
  return isRange(context) || apart > STALE_SHARE * bytes;
}

/**
 * What RSS has of it comes first. Which line's objects were written no source tells, so that of the line that
 * allocated most it is said what can be in RAM.
 */
function headlineInRam(context: VerdictContext, bytes: number, inRam: InRam): string {
  const fact = `At most ${formatBytes(inRam.most)} of the ${formatBytes(bytes)} of live objects are in RAM: the rest ${whyNotInRam(context)}.`;
  const [top] = causes(context.code);
  if (top === undefined) return fact;
  if (!top.resolvable) return `${fact} Too few samples say which line holds most.`;
  if (top.bytes > 0.9 * bytes) return `${fact} ${describePlace(top)} holds nearly all of it.`;
  const [low, high] = top.bytesRange;
  const [least, most] = [Math.max(0, low - (bytes - inRam.least)), Math.min(high, inRam.most)];
  const of = `${least < MiB ? "at most" : `${formatBytes(least)} to`} ${formatBytes(most)}`;
  return `${fact} ${describePlace(top)} holds ${formatBytes(Math.min(top.bytes, bytes))} of it, ${of} of that in RAM.`;
}

function doubtSentence(age: LiveAge): string {
  return age.isDoubtful ? " Some of it may be garbage by now." : "";
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

/** The lines of what the profile lacks are known after a collection. */
function olderProfileAction(context: VerdictContext, bytes: number): Action[] {
  const command = commandWithGc(context);
  if (!isOtherProfile(context, bytes) || command.code === undefined) return [];
  const text = "See which lines hold all of it: this look forces a collection (it costs CPU).";
  return [{ text, ...command }];
}

/** Where it may be garbage by now, that is the first question. */
function doubtfulActions(context: VerdictContext, bytes: number): Action[] {
  const look = placeAction(context);
  const command = commandWithGc(context);
  const question = isOtherProfile(context, bytes)
    ? "what is still live, and which lines hold it"
    : "whether it is still live";
  const how =
    command.code === undefined
      ? "look again after the next collection"
      : "this look forces a collection (it costs CPU)";
  return [
    { text: `See ${question}: ${how}.`, ...command },
    ...finalizerAction(context),
    ...look.map((action) => ({ ...action, text: `If it is: ${lowerFirst(action.text)}` })),
    { text: "What is still reachable then, no collection frees: hold less of it." },
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
