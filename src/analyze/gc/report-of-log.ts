/** The report of one process's collections, from the lines of a log. */
import { MiB } from "../../base/units.ts";
import type { GcHistory, GoVersionRange } from "../../model/gc-log.ts";
import type { GcReport } from "../../model/gc-report.ts";
import { parseGoVersion } from "../../model/go-version.ts";
import type { Forecast } from "../../model/verdict.ts";
import { GcChartBuilder } from "./chart-gc.ts";
import { answerOf, findingsOf } from "./describe-gc.ts";
import { atOnce, returningRule } from "./returning-rule.ts";
import { summarizeGc } from "./summarize-gc.ts";

export interface LogFacts {
  readonly target: string;
  /** The version where it is known better than from the lines' shape. */
  readonly go?: string;
  /** The processes of the log, the one to report first. */
  readonly histories: readonly [GcHistory, ...GcHistory[]];
  readonly otherLines: number;
  readonly damagedLines: number;
  /** Collections that could be of several processes. */
  readonly uncertain?: number;
  readonly forecast?: readonly Forecast[];
  readonly remarks?: readonly string[];
  /** Columns of the chart; without it there is none. */
  readonly columns?: number;
}

export function reportOfLog(facts: LogFacts): GcReport {
  const [history, ...others] = facts.histories;
  const { scavenges } = history;
  const builder = new GcChartBuilder(history, facts.columns ?? 0);
  const summary = summarizeGc(history, scavenges, MiB, (step) => builder.add(step));
  const chart = facts.columns === undefined ? undefined : builder.finish();
  return {
    format: "resident.gc/1",
    target: facts.target,
    go: facts.go ?? versionText(history.versions),
    source: "gctrace",
    resolution: MiB,
    answer: answerOf(summary),
    findings: findingsOf(summary),
    summary,
    ...(chart === undefined ? {} : { chart }),
    history,
    scavenges,
    forecast: facts.forecast ?? [],
    returningRule: ruleOf(facts, history),
    otherProcesses: others.map(({ source, length }) => ({ source, cycles: length })),
    otherLines: facts.otherLines,
    damagedLines: facts.damagedLines,
    remarks: [...(facts.remarks ?? []), ...remarksOf(facts, history)],
  };
}

/** Of the version where it is known, else of those that print such lines. */
function ruleOf({ go, forecast = [] }: LogFacts, { versions }: GcHistory): string | null {
  const minor = go === undefined ? undefined : parseGoVersion(go)?.minor;
  if (forecast.length > 0) return atOnce(minor, forecast);
  return returningRule(minor === undefined ? versions : { fromMinor: minor, toMinor: minor });
}

function remarksOf({ histories, uncertain = 0 }: LogFacts, history: GcHistory): string[] {
  const { versions, restarts, length } = history;
  const remarks: string[] = [];
  if (length > 0 && versions === undefined) {
    remarks.push("No version of Go prints all of these lines: the log is of several programs.");
  }
  if (restarts.length > 0) {
    const times = restarts.length === 1 ? "once" : `${restarts.length} times`;
    remarks.push(
      `The count of collections starts again ${times}: the program was restarted, or others ran after it.`,
    );
  }
  if (histories.length > 1 && history.source === "") {
    remarks.push(
      "The log is of several processes; nothing in it names them, so their lines were told apart by their numbers and times.",
    );
  }
  if (uncertain > 0) {
    remarks.push(`${uncertain} of the lines could be of more than one process.`);
  }
  return remarks;
}

/** As go-version-text.ts reads it: `go1.18+`, `go1.6–go1.17`, `go1.5`. */
function versionText(versions: GoVersionRange | undefined): string | null {
  if (versions === undefined) return null;
  const { fromMinor, toMinor } = versions;
  if (toMinor === undefined) return `go1.${fromMinor}+`;
  return fromMinor === toMinor ? `go1.${fromMinor}` : `go1.${fromMinor}–go1.${toMinor}`;
}
