/** Which conditions are met. What was read may not decide one: that is never taken for a pass. */
import { formatBytes } from "../../base/units.ts";
import type { FailedCheck, Report } from "../../model/report.ts";
import type { Comparison, FailCondition } from "./conditions.ts";
import { doubtOf } from "./doubt.ts";
import { knownBytes } from "./known-bytes.ts";

export interface CheckedConditions {
  readonly failed: readonly FailedCheck[];
  /** What was read neither shows them nor rules them out. */
  readonly undecided: readonly FailedCheck[];
}

export function checkFailOn(
  report: Report,
  conditions: readonly FailCondition[],
): CheckedConditions {
  const failed: FailedCheck[] = [];
  const undecided: FailedCheck[] = [];
  for (const condition of conditions) {
    const reason = reasonOf(report, condition);
    const doubt = reason === undefined ? doubtOf(report, condition) : undefined;
    if (reason !== undefined) failed.push({ check: condition.text, reason });
    if (doubt !== undefined) undecided.push({ check: condition.text, reason: doubt });
  }
  return { failed, undecided };
}

/** What a threshold that is met says, where the line is known to be of this size; undefined: it is not met. */
export function failedThreshold(
  condition: Extract<FailCondition, { readonly kind: "threshold" }>,
  bytes: number,
): FailedCheck | undefined {
  const { id, text, comparison } = condition;
  if (!isMet(bytes, comparison, condition.bytes)) return undefined;
  return { check: text, reason: `${id} is ${formatBytes(bytes)}.` };
}

/** Why the condition is met, or undefined. */
function reasonOf(report: Report, condition: FailCondition): string | undefined {
  if (condition.kind === "verdict")
    return report.verdicts.find((verdict) => verdict.id === condition.id)?.headline;
  const bytes = knownBytes(report.ledger, condition.id);
  return bytes === undefined ? undefined : failedThreshold(condition, bytes)?.reason;
}

function isMet(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
  }
}
