/** Freed, but Go still keeps it: how much goes back to the OS, and when. */
import { formatBytes, formatSeconds } from "../../../base/units.ts";
import type { Action, Forecast } from "../../../model/verdict.ts";
import type { ScavengerFacts } from "../../scavenger/facts.ts";
import { forecastIdle, leastReturned } from "../../scavenger/forecast-idle.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, isWorthTelling, residentOf, sinceLastGc } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { bytesInRam, inRamOf, inRamSentence, notableInRam } from "./in-ram.ts";
import {
  allocatorAction,
  allocatorEvidence,
  allocatorSentence,
  type MainAllocator,
  mainAllocator,
} from "./main-allocator.ts";
import { scavengerFacts } from "./scavenger-facts.ts";

export const idleNotReturned: VerdictRule = {
  id: "idle-not-returned",
  says: "freed, Go still keeps it; back to the OS at …",
  mendable: false,
  judge: (context) => {
    const { stats } = context;
    if (stats === undefined) return undefined;
    const bytes = bytesOf(context, "idle");
    const resident = residentOf(context, "idle");
    if (!isWorthTelling(context, resident)) return undefined;
    const facts = scavengerFacts(context, mostResident(context, resident));
    const forecast = resident > 0 ? forecastIdle(facts) : [];
    const allocator = mainAllocator(context, "idle", "freed");
    const inRam = notableInRam(context, "idle");
    const first = headline(context, bytes, forecast, facts) + inRamSentence(context, inRam);
    return {
      headline: first + allocatorSentence(allocator),
      ...bytesInRam(bytes, resident, inRam),
      owns: ["idle"],
      resident,
      evidence: [
        ...evidenceOf(context, "idle"),
        ...gcEvidence(context),
        ...allocatorEvidence(allocator),
        ...rssEvidence(context),
      ],
      actions: actions(context, allocator),
      confidence: context.go === undefined ? "medium" : "high",
      forecast,
    };
  },
};

/** Where pages of the heap were never touched, those that are free may have more of the others than their share. */
function mostResident(context: VerdictContext, resident: number): number {
  return context.hasRss ? Math.max(resident, inRamOf(context.ledger, "idle").most) : resident;
}

function headline(
  { hasEnded }: VerdictContext,
  bytes: number,
  forecast: readonly Forecast[],
  facts: ScavengerFacts,
): string {
  if (hasEnded) return `${formatBytes(bytes)} were free, but Go still kept them.`;
  const start = `${formatBytes(bytes)} are free, but Go still keeps them`;
  const falls = forecast.findLast((entry) => entry.what === "falls");
  if (falls === undefined) {
    const [stays] = forecast;
    return stays === undefined ? `${start}.` : `${start}, waiting for ${stays.waitsFor}.`;
  }
  const until = falls.latest === null ? "" : ` in ${formatSeconds(falls.latest)} at the latest`;
  const least = leastReturned(facts, falls);
  const [part, sure] = [falls.bytes, least].map(formatBytes);
  const isAll = part === formatBytes(bytes);
  if (least === 0) {
    return `${start}; ${isAll ? "all of it" : `up to ${part}`} may go back to the OS${until}, or be used again.`;
  }
  const going = sure !== part ? `${sure} to ${part} go` : isAll ? "all of it goes" : `${part} go`;
  return `${start}; ${going} back to the OS${until}.`;
}

function gcEvidence(context: VerdictContext) {
  const since = sinceLastGc(context);
  if (since === undefined) return [];
  const value = formatSeconds(since);
  return [{ what: "since the last collection", value, source: "MemStats.LastGC" }];
}

function actions(context: VerdictContext, allocator: MainAllocator | undefined): Action[] {
  const later = context.hasEnded ? "later" : "as said above";
  return [
    { text: `It is no leak: Go uses it again, or gives it back ${later}.` },
    {
      text: "To have it back at once after a known peak, call this (it also forces a collection):",
      code: "debug.FreeOSMemory()",
    },
    allocatorAction(context, allocator, "Make the peak smaller"),
  ];
}
