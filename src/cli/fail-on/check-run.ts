/** `--fail-on` of a run: as of any report, but RSS is judged by its peak, whenever the look was. */
import type { FailedCheck } from "../../model/report.ts";
import type { RunResult } from "../../model/run.ts";
import { checkFailOn, failedThreshold } from "./check.ts";
import type { FailCondition } from "./conditions.ts";

/** The result with what failed, and with what can't be decided. */
export function checkRun(run: RunResult, conditions: readonly FailCondition[]): RunResult {
  const checks = conditions.map((condition) => checkOne(run, condition));
  return {
    ...run,
    failed: checks.flatMap(({ failed }) => failed ?? []),
    undecided: checks.flatMap(({ undecided }) => undecided ?? []),
  };
}

interface Check {
  readonly failed?: readonly FailedCheck[];
  readonly undecided?: readonly FailedCheck[];
}

function checkOne({ report, rss }: RunResult, condition: FailCondition): Check {
  if (condition.kind === "threshold" && condition.id === "rss" && rss !== null) {
    const failed = failedThreshold(condition, rss.peak);
    return failed === undefined ? {} : { failed: [failed] };
  }
  if (report !== null) return checkFailOn(report, [condition]);
  return { undecided: [{ check: condition.text, reason: "No look at it was in time." }] };
}
