/**
 * What a comparison says besides bytes: findings that one side has and the other has not, and
 * goroutines by stack. A finding is new or gone only where the other side was read well enough to
 * judge it.
 */
import { formatCount } from "../../base/units.ts";
import { findLine } from "../../model/ledger.ts";
import type { Report } from "../../model/report.ts";
import type { Comparison, GoroutineDifference } from "../../model/results.ts";
import type { Verdict } from "../../model/verdict.ts";
import { shortenPlaces } from "./function-name.ts";
import { fileLine } from "./place.ts";
import { span, type TextLine } from "./spans.ts";
import { hanging } from "./wrap.ts";

const SHOWN = 4;

export function findingLines(
  { before, after }: Comparison,
  width: number,
  areTwoProcesses = false,
): TextLine[] {
  const [old, now] = [idsOf(before), idsOf(after)];
  const added = after.verdicts.filter((verdict) => !old.has(verdict.id));
  const gone = before.verdicts.filter((verdict) => !now.has(verdict.id));
  return [
    ...added.flatMap((verdict) => {
      const isNew = !areTwoProcesses && canJudge(before, verdict, after);
      const word = isNew ? "new   " : "B only  ";
      return hanging([span(word, "accent")], shortenPlaces(verdict.headline, width), width);
    }),
    ...gone.flatMap((verdict) => {
      const isTold = canJudge(after, verdict, before);
      const word = isTold && !areTwoProcesses ? "gone  " : "A only  ";
      return hanging([span(word, "faint")], textOf(verdict, isTold, width), width, "faint");
    }),
  ];
}

function textOf({ headline }: Verdict, isTold: boolean, width: number): string {
  const text = shortenPlaces(headline, width);
  return isTold ? text : `${text} B does not have what tells it.`;
}

function idsOf(report: Report): Set<string> {
  return new Set(report.verdicts.map((verdict) => verdict.id));
}

/** True where the other side has the figures from which the finding is made. */
function canJudge(report: Report, verdict: Verdict, whereFound: Report): boolean {
  if (verdict.id.startsWith("goroutine") && report.goroutines === undefined) return false;
  const owned = verdict.owns.map((id) => (id.startsWith("live.") ? "live" : id));
  if (owned.length > 0) return owned.some((id) => hasFigure(report, id));
  const [here, there] = [report.snapshots.at(-1)!, whereFound.snapshots.at(-1)!];
  return (
    (there.rss === null || here.rss !== null) &&
    (there.heapAlloc === null || here.heapAlloc !== null)
  );
}

/** Lines of zero bytes are left out where only MemStats are known. */
function hasFigure({ ledger, snapshots }: Report, id: string): boolean {
  const line = findLine(ledger, id);
  if (line !== undefined) return line.bytes !== null;
  return (
    (snapshots.at(-1)?.heapAlloc ?? null) !== null && findLine(ledger, "go-heap") !== undefined
  );
}

export function goroutineLines(goroutines: Comparison["goroutines"], width: number): TextLine[] {
  if (goroutines === undefined) return [];
  const { before, after, piles } = goroutines;
  if (piles.length === 0) return [];
  const shown = piles.slice(0, SHOWN).map(pileText).join("; ");
  const text = `Goroutines: ${formatCount(before)} → ${formatCount(after)}. By place: ${shown}.`;
  return hanging([], text, width);
}

function pileText(pile: GoroutineDifference): string {
  const change = pile.after - pile.before;
  const sign = change < 0 ? "−" : "+";
  const counts = `${formatCount(pile.before)} → ${formatCount(pile.after)}`;
  return `${fileLine(pile)} (${pile.function}) ${sign}${formatCount(Math.abs(change))} (${counts})`;
}
