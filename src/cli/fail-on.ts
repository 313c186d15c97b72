/**
 * `--fail-on`: a verdict's id, or a threshold on a line of the ledger (`rss>500MiB`). Parsed before
 * anything is read, so that a typo costs no capture; what can't be decided by what was read has an
 * exit code of its own and is never taken for a pass.
 */
import { LINE_DOCS } from "../analyze/ledger/line-docs.ts";
import { RULES } from "../analyze/verdicts/rules.ts";
import { similarWord } from "../base/similar-word.ts";
import { formatBytes, formatSeconds, parseBytes } from "../base/units.ts";
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

/** Throws RES_USAGE with the known ids and titles where there is no such verdict or line. */
export function parseFailOn(text: string): FailCondition {
  const match = /^\s*([^<>=]+?)\s*(>=|<=|>|<)\s*(.+?)\s*$/.exec(text);
  if (match === null) return parseVerdict(text);
  const [, name, comparison, size] = match;
  const id = lineId(name!);
  if (id === undefined) {
    const hint = meant(name!, Object.keys(LINE_DOCS)) ?? `Its lines: ${lineNames()}.`;
    throw usageError(`--fail-on: the ledger has no line "${name}"`, hint);
  }
  const bytes = parseBytes(size!);
  if (bytes === undefined) {
    throw usageError(`--fail-on: "${size}" is not a size`, "Write it as --fail-on 'rss>500MiB'.");
  }
  return { kind: "threshold", text, id, comparison: comparison as Comparison, bytes };
}

function parseVerdict(text: string): FailCondition {
  if (RULES.some((rule) => rule.id === text)) return { kind: "verdict", text, id: text };
  const ids = RULES.map((rule) => rule.id);
  throw usageError(
    `--fail-on: "${text}" is neither a verdict nor a threshold`,
    meant(text, ids) ??
      `Verdicts: ${ids.join(", ")}. Thresholds look like 'rss>500MiB'; lines: ${lineNames()}.`,
  );
}

/** A slip of the finger, or a name that begins as a known one does. */
function meant(name: string, known: readonly string[]): string | undefined {
  const begins = (one: string) => name.startsWith(one) || one.startsWith(name);
  const found = similarWord(name, known) ?? known.find(begins);
  return found === undefined ? undefined : `Did you mean ${found}?`;
}

/** By its id, or its title as the report prints it. */
function lineId(name: string): string | undefined {
  if (Object.hasOwn(LINE_DOCS, name)) return name;
  const isTitled = ([, { title }]: [string, { title: string }]) =>
    title.toLowerCase() === name.toLowerCase();
  return Object.entries(LINE_DOCS).find(isTitled)?.[0];
}

/** With the titles that the report prints, by which a reader knows them. */
function lineNames(): string {
  const names = Object.entries(LINE_DOCS).map(([id, { title }]) =>
    id === title.toLowerCase() ? id : `${id} (${title})`,
  );
  return names.join(", ");
}

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
  const bytes = bytesOf(report, condition.id);
  return bytes === undefined ? undefined : failedThreshold(condition, bytes)?.reason;
}

/** Why it can't be said whether a condition that is not known to be met is, or undefined. */
function doubtOf(report: Report, condition: FailCondition): string | undefined {
  if (condition.kind === "threshold") return doubtOfLine(report, condition.id);
  const isRead = NEEDED[condition.id];
  if (isRead === undefined) return undefined;
  const { what, has } = isRead;
  if (!has(report)) return `${what} was not read.`;
  if (report.snapshots.length > 1) return doubtOfGrowth(report, condition.id);
  return "One snapshot cannot tell; add --for 30s.";
}

/** A heap that grows between two collections may be a leak, or garbage; one that goes up and down may stay. */
function doubtOfGrowth({ untoldGrowth }: Report, id: string): string | undefined {
  if (id !== "live-heap-growing" || untoldGrowth === undefined) return undefined;
  const { bytes, seconds, of } = untoldGrowth;
  if (of === "live heap") {
    return `The live heap grew by ${formatBytes(bytes)} in ${formatSeconds(seconds)}, but went up and down; look for longer.`;
  }
  return `The heap in use grew by ${formatBytes(bytes)} in ${formatSeconds(seconds)}, with too few collections to tell how much of that is live; look for longer.`;
}

/** Leaks show in time: one snapshot can find some, and rules none out. */
const NEEDED: Readonly<
  Record<string, { readonly what: string; readonly has: (report: Report) => boolean }>
> = {
  "goroutine-leak": {
    what: "A goroutine profile",
    has: ({ goroutines }) => goroutines !== undefined,
  },
  "live-heap-growing": {
    what: "The size of the heap",
    has: ({ ledger }) => typeof findLine(ledger, "live")?.bytes === "number",
  },
};

function doubtOfLine(report: Report, id: string): string | undefined {
  if (bytesOf(report, id) !== undefined) return undefined;
  const { reason = "its source is missing", remedy } = findLine(report.ledger, id)?.missing ?? {};
  return `${id} is not known: ${reason}${remedy === undefined ? "" : ` (${remedy})`}.`;
}

/** A line that a ledger with its parents leaves out holds nothing; undefined: not known. */
function bytesOf(report: Report, id: string): number | undefined {
  const line = findLine(report.ledger, id);
  return line === undefined && hasRss(report) ? 0 : (line?.bytes ?? undefined);
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
