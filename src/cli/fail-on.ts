/**
 * `--fail-on`: a verdict's id, or a threshold on a line of the ledger (`rss>500MiB`). Parsed before
 * anything is read, so that a typo costs no capture; what can't be checked is an error and never
 * taken for a pass.
 */
import { LINE_DOCS } from "../analyze/ledger/line-docs.ts";
import { RULES } from "../analyze/verdicts/rules.ts";
import { ResidentError } from "../base/errors.ts";
import { formatBytes, parseBytes } from "../base/units.ts";
import { findLine } from "../model/ledger.ts";
import type { FailedCheck, Report } from "../model/report.ts";
import { usageError } from "./options/values.ts";

type Comparison = ">" | ">=" | "<" | "<=";

export type FailCondition =
  | { readonly kind: "verdict"; readonly text: string; readonly id: string }
  | {
      readonly kind: "threshold";
      readonly text: string;
      readonly id: string;
      readonly comparison: Comparison;
      readonly bytes: number;
    };

/** Throws RES_USAGE with the known ids where there is no such verdict or line. */
export function parseFailOn(text: string): FailCondition {
  const match = /^\s*([\w.-]+)\s*(>=|<=|>|<)\s*(.+?)\s*$/.exec(text);
  if (match === null) return parseVerdict(text);
  const [, id, comparison, size] = match;
  if (!Object.hasOwn(LINE_DOCS, id!)) {
    throw usageError(`--fail-on: the ledger has no line "${id}"`, `Its lines: ${lineIds()}.`);
  }
  const bytes = parseBytes(size!);
  if (bytes === undefined) {
    throw usageError(`--fail-on: "${size}" is not a size`, "Write it as --fail-on 'rss>500MiB'.");
  }
  return { kind: "threshold", text, id: id!, comparison: comparison as Comparison, bytes };
}

function parseVerdict(text: string): FailCondition {
  if (RULES.some((rule) => rule.id === text)) return { kind: "verdict", text, id: text };
  const ids = RULES.map((rule) => rule.id).join(", ");
  throw usageError(
    `--fail-on: "${text}" is neither a verdict nor a threshold`,
    `Verdicts: ${ids}. Thresholds look like 'rss>500MiB'; lines: ${lineIds()}.`,
  );
}

function lineIds(): string {
  return Object.keys(LINE_DOCS).join(", ");
}

/** The conditions that are met. Throws RES_NO_DATA where one can't be checked. */
export function checkFailOn(report: Report, conditions: readonly FailCondition[]): FailedCheck[] {
  return conditions.flatMap((condition) => {
    const reason = reasonOf(report, condition);
    return reason === undefined ? [] : [{ check: condition.text, reason }];
  });
}

function reasonOf(report: Report, condition: FailCondition): string | undefined {
  if (condition.kind === "verdict")
    return report.verdicts.find((verdict) => verdict.id === condition.id)?.headline;
  const bytes = bytesOf(report, condition);
  if (!isMet(bytes, condition.comparison, condition.bytes)) return undefined;
  return `${condition.id} is ${formatBytes(bytes)}.`;
}

/** A line that a ledger with its parents leaves out holds nothing. */
function bytesOf(report: Report, { id, text }: FailCondition): number {
  const line = findLine(report.ledger, id);
  const bytes = line === undefined && hasRss(report) ? 0 : line?.bytes;
  if (typeof bytes === "number") return bytes;
  const reason = line?.missing?.reason ?? "its source is missing";
  const remedy = line?.missing?.remedy;
  throw new ResidentError("RES_NO_DATA", `--fail-on ${text}: ${id} is not known (${reason})`, {
    ...(remedy === undefined ? {} : { hint: remedy }),
  });
}

function hasRss(report: Report): boolean {
  return typeof findLine(report.ledger, "rss")?.bytes === "number";
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
