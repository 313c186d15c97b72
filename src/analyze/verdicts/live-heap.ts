/** The live heap dominates: these lines of code hold it. */
import { formatBytes, formatShare } from "../../base/units.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { findLine } from "../../model/ledger.ts";
import type { CodeLine } from "../../model/report.ts";
import type { Action, Evidence } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, residentOf } from "./context.ts";
import { describePlace, escapePattern, evidenceOf, rssEvidence } from "./evidence.ts";
import type { VerdictRule } from "./rule.ts";

/** A profile that lacks more than this of the live heap is not just unlucky samples. */
const STALE_SHARE = 0.3;

export const liveHeap: VerdictRule = {
  id: "live-heap",
  says: "these lines of code hold it",
  mendable: true,
  judge: (context, claimed) => {
    if (claimed.has("live")) return undefined;
    const live = unclaimedLive(context, claimed);
    if (live === undefined) return undefined;
    return {
      headline: headline(context, live.bytes),
      bytes: live.bytes,
      ...(live.line.range === undefined ? {} : { range: live.line.range }),
      owns: live.owns,
      resident: live.resident,
      evidence: liveEvidence(context),
      actions: liveActions(context),
      confidence: context.code[0]?.resolvable === true ? "high" : "medium",
    };
  },
};

export interface UnclaimedLive {
  readonly line: LedgerLine;
  readonly bytes: number;
  readonly resident: number;
  readonly owns: readonly string[];
}

/** The live objects, less the lines of code that another verdict owns. */
export function unclaimedLive(
  context: VerdictContext,
  claimed: ReadonlySet<string>,
): UnclaimedLive | undefined {
  const line = findLine(context.ledger, "live");
  if (line === undefined || line.bytes === null || line.bytes === 0) return undefined;
  const taken = line.children.filter((child) => claimed.has(child.id));
  const bytes = line.bytes - taken.reduce((sum, child) => sum + (child.bytes ?? 0), 0);
  const resident = Math.round((residentOf(context, "live") * bytes) / line.bytes);
  const owns =
    taken.length === 0
      ? ["live"]
      : line.children.filter((child) => !claimed.has(child.id)).map((child) => child.id);
  return { line, bytes, resident, owns };
}

function headline(context: VerdictContext, bytes: number): string {
  const top = context.code[0];
  const size = formatBytes(bytes);
  if (top === undefined) return `${size} are live objects: code holds them.`;
  if (!top.resolvable)
    return `${size} are live objects; too few samples to say which line holds most.`;
  const unexplained =
    bytesOf(context, "live-since-profile") + bytesOf(context, "sampling-difference");
  if (unexplained > STALE_SHARE * bytes) {
    return `${size} are live objects; the profile is older than the last collection and explains ${formatBytes(bytes - unexplained)}, most of it at ${describePlace(top)}.`;
  }
  const share = bytes > 0 ? Math.min(1, top.bytes / bytes) : 0;
  if (share > 0.9)
    return `${describePlace(top)} holds ${formatBytes(top.bytes)}: nearly all live objects.`;
  return `${describePlace(top)} holds ${formatBytes(top.bytes)}, ${formatShare(share)} of the ${size} of live objects.`;
}

export function liveEvidence(context: VerdictContext): Evidence[] {
  return [
    ...evidenceOf(context, "live"),
    ...context.code.slice(0, 3).map(codeEvidence),
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
  const top = context.code[0];
  const actions: Action[] = [
    { text: "Hold less: drop references that are no longer needed, bound caches, pool or reuse." },
  ];
  if (top !== undefined) {
    actions.unshift({
      text: `Look at what keeps the objects of ${describePlace(top)} reachable.`,
      code: `resident list '${escapePattern(top.function)}' ${context.recording.target}`,
    });
  }
  actions.push({
    text: "A collection cannot free live objects, and a lower GOGC does not make them fewer.",
  });
  return actions;
}
