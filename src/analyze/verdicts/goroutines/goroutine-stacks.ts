/** Stacks that grew and are not given back while their goroutines live. */
import { formatBytes, formatCount, KiB } from "../../../base/units.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { forecastStacks } from "../../scavenger/forecast-stacks.ts";
import { collectionRhythm } from "../heap/collection-rhythm.ts";
import { scavengerFacts } from "../heap/scavenger-facts.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, isWorthTelling, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { Finding, VerdictRule } from "../rule/rule.ts";
import { goroutineUpkeep } from "./goroutine-upkeep.ts";
import { signalStacks } from "./signal-stacks.ts";
import { hasDeepStacks, stacksAt } from "./stacks-at.ts";

export const goroutineStacks: VerdictRule = {
  id: "goroutine-stacks",
  says: "stacks that grew and are not given back",
  mendable: true,
  judge: (context, claimed) => {
    if (claimed.has("stacks")) return undefined;
    const stacks = bytesOf(context, "stacks");
    const other = goroutineUpkeep(context, claimed, goroutineCount(context));
    return {
      headline: headline(context, stacks, other.total),
      bytes: stacks + other.bytes,
      owns: ["stacks", ...other.owns],
      resident: residentOf(context, "stacks") + other.resident,
      evidence: [
        ...evidenceOf(context, "stacks"),
        ...countEvidence(context),
        ...threadEvidence(context, stacks),
        ...other.evidence,
        ...rssEvidence(context),
      ],
      actions: actions(context, stacks),
      confidence: "high",
      ...forecastOf(context, stacks),
    };
  },
};

const NEARLY = 0.95;

function actions(context: VerdictContext, stacks: number): Action[] {
  if (signalStacks(context, stacks) !== undefined) {
    return [
      {
        text: "Fewer OS threads take less, shallower recursion does not: bound the goroutines that are in C calls or system calls at once.",
      },
      {
        text: "Go keeps the threads that it has started: the number stays what it was at its highest.",
      },
    ];
  }
  return [
    { text: howStacksShrink(context, stacks) },
    ...askForWaits(context),
    {
      text: "Bound the number of goroutines, or the depth of recursion and the size of local arrays.",
    },
  ];
}

/** From here on a list of goroutines may have been too large to take unasked. */
const MANY = 1000;

function askForWaits({ last: { goroutines } }: VerdictContext): Action[] {
  if (goroutines === undefined || goroutines.total < MANY) return [];
  if (goroutines.source === "goroutine?debug=2") return [];
  return [
    {
      text: "Take a snapshot with --deep: it says which have waited for a minute or more. Minutes at one place are a leak.",
    },
  ];
}

function goroutineCount(context: VerdictContext): number | undefined {
  return context.last.goroutines?.total ?? context.last.prometheus?.goroutines;
}

/** Stacks of this size on average have grown for a call that few frames do not fill. */
const GROWN = 16 * KiB;

/**
 * Of stacks that are in use as far as their goroutines' frames tell, or that the collections of a program at
 * work would have made smaller by now, nothing is foretold.
 */
function forecastOf(context: VerdictContext, stacks: number): Pick<Finding, "forecast"> {
  const count = goroutineCount(context) ?? 0;
  const { goroutines, environment } = context.last;
  if (goroutines === undefined || signalStacks(context, stacks) !== undefined) return {};
  if (hasDeepStacks(goroutines) || /gcshrinkstackoff=1/.test(environment?.GODEBUG ?? "")) return {};
  if (stacks < GROWN * count || collectionRhythm(context) !== undefined) return {};
  const resident = residentOf(context, "stacks");
  const most = Math.round(resident - count * SMALLEST_STACK);
  const halvings = Math.floor(Math.log2(stacks / (count * SMALLEST_STACK)));
  if (!isWorthTelling(context, most)) return {};
  const forecast = forecastStacks(scavengerFacts(context, 0), { most, halvings });
  return forecast.length === 0 ? {} : { forecast };
}

/** Go's smallest stack; below one and a half of it on average, hardly any can be larger. */
const SMALLEST_STACK = 2048;

function howStacksShrink(context: VerdictContext, bytes: number): string {
  const count = goroutineCount(context) ?? 0;
  if (count > 0 && bytes / count < 1.5 * SMALLEST_STACK)
    return "Stacks of 2 KiB are the smallest that Go has and cannot shrink: only fewer goroutines take less.";
  return "Stacks shrink by half at a collection when less than a quarter is used: goroutines that come back from a deep call give theirs back in some collections.";
}

function headline(context: VerdictContext, bytes: number, upkeep: number): string {
  const count = goroutineCount(context);
  if (count === undefined || count === 0) return `Goroutine stacks take ${formatBytes(bytes)}.`;
  const signal = signalStacks(context, bytes);
  const where = stacksAt(context.last.goroutines, bytes / count);
  const besides = upkeep > 0 ? `, and ${formatBytes(upkeep)} of bookkeeping in the heap` : "";
  if (signal !== undefined) {
    return `${formatCount(signal.threads)} OS threads have ${formatBytes(signal.bytes)} of the ${formatBytes(bytes)} of stacks${inRam(context, bytes)}, for signals. There are ${formatCount(count)} goroutines${besides}${where.text}.`;
  }
  const each = where.isOne ? "each" : "on average";
  return `${formatCount(count)} goroutines have ${formatBytes(bytes)} of stacks${inRam(context, bytes)}, ${formatBytes(bytes / count)} ${each}${besides}${where.text}.`;
}

/** A stack doubles when it is full, so up to half of it has never been written. */
function inRam(context: VerdictContext, bytes: number): string {
  const resident = residentOf(context, "stacks");
  return context.hasRss && resident < NEARLY * bytes
    ? ` (${formatBytes(resident)} of it in RAM)`
    : "";
}

function threadEvidence(context: VerdictContext, stacks: number): Evidence[] {
  const signal = signalStacks(context, stacks);
  if (signal === undefined) return [];
  return [
    { what: "OS threads", value: formatCount(signal.threads), source: "/proc/PID/status" },
    {
      what: "their stacks for signals, 32 KiB each",
      value: formatBytes(signal.bytes),
      source: "runtime/os_linux.go",
    },
  ];
}

function countEvidence(context: VerdictContext) {
  const count = goroutineCount(context);
  if (count === undefined) return [];
  return [{ what: "goroutines", value: formatCount(count), source: "goroutine profile" }];
}
