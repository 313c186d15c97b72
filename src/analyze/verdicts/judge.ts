/**
 * Asks every rule, gives each resident byte one owner, and puts the verdicts in reading order:
 * what is critical, then owners by bytes, then notes. If no owner fires, the first note is the
 * answer.
 */
import type { Verdict } from "../../model/verdict.ts";
import { isWorthTelling, type VerdictContext } from "./rule/context.ts";
import type { Finding, VerdictRule } from "./rule/rule.ts";
import { RULES } from "./rules.ts";

/** Owners closer than this are a tie, and what code can mend goes first. */
const TIE = 0.05;

interface Judged {
  readonly rule: VerdictRule;
  readonly finding: Finding;
  readonly rank: number;
}

export function judge(context: VerdictContext): Verdict[] {
  const claimed = new Set<string>();
  const judged: Judged[] = [];
  RULES.forEach((rule, rank) => {
    const finding = rule.judge(context, claimed);
    if (finding === undefined || !fires(context, finding)) return;
    for (const id of finding.owns) claimed.add(id);
    judged.push({ rule, finding, rank });
  });
  return inOrder(judged).map((entry) => toVerdict(context, entry));
}

function fires(context: VerdictContext, finding: Finding): boolean {
  if (finding.owns.length === 0 || finding.grows === true) return true;
  return isWorthTelling(context, finding.resident);
}

function inOrder(judged: readonly Judged[]): Judged[] {
  const critical = judged.filter((entry) => entry.finding.severity === "critical");
  const others = judged.filter((entry) => entry.finding.severity !== "critical");
  const owners = others.filter((entry) => entry.finding.owns.length > 0);
  const notes = others.filter((entry) => entry.finding.owns.length === 0);
  owners.sort((a, b) => b.finding.resident - a.finding.resident);
  return [...critical, ...mendableFirst(owners), ...notes];
}

/** Moves the first owner that code can mend to the top, where it ties with the largest. */
function mendableFirst(owners: readonly Judged[]): Judged[] {
  const largest = owners[0]?.finding.resident ?? 0;
  const tied = (entry: Judged) => entry.finding.resident >= (1 - TIE) * largest;
  const first = owners.find((entry) => entry.rule.mendable && tied(entry));
  if (first === undefined) return [...owners];
  return [first, ...owners.filter((entry) => entry !== first)];
}

function toVerdict(context: VerdictContext, { rule, finding }: Judged): Verdict {
  const { resident, grows: _, severity, forecast, ...rest } = finding;
  const share = context.hasRss && context.rss > 0 ? resident / context.rss : null;
  const owner = finding.owns.length > 0;
  return {
    id: rule.id,
    ...rest,
    ...(forecast === undefined || context.hasEnded ? {} : { forecast }),
    share: owner ? share : null,
    severity: severity ?? (owner ? "warning" : "info"),
  };
}
