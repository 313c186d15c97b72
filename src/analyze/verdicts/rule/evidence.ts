/** Words that several verdicts share: evidence from the ledger, places in code. */
import { formatBytes } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import type { CodeLine } from "../../../model/report.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";

/** A ledger line as evidence: its formula, its bytes, where it was read. */
export function evidenceOf(context: VerdictContext, id: string): Evidence[] {
  const line = findLine(context.ledger, id);
  if (line === undefined || line.bytes === null) return [];
  const what = line.formula === undefined ? line.title : `${line.title} (${line.formula})`;
  return [{ what, value: formatBytes(line.bytes), source: line.source }];
}

export function rssEvidence(context: VerdictContext): Evidence[] {
  return evidenceOf(context, "rss");
}

/** `main.go:27 (main.load)`: enough to find it, short enough for a headline. */
export function describePlace(line: CodeLine): string {
  const file = line.file.slice(line.file.lastIndexOf("/") + 1);
  return file === "" ? line.function : `${file}:${line.line} (${line.function})`;
}

/** What the largest part of something makes out, before "at …": more than half, or just more than others. */
export function shareWords(part: number, whole: number): string {
  return part > whole / 2 ? "most of it" : "more than anywhere else";
}

/**
 * A function's name as a pattern that finds it, short enough to be typed: without the import path
 * up to the package, and with any type arguments.
 */
export function escapePattern(name: string): string {
  const types = name.indexOf("[");
  const slash = types < 0 ? name.lastIndexOf("/") : name.lastIndexOf("/", types);
  return name
    .slice(slash + 1)
    .replace(/\[.*\]/, "[]")
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace("\\[\\]", "\\[.*\\]");
}

/** A pattern for the source where describePlace sends a reader. */
export function sourcePattern(line: CodeLine): string {
  return escapePattern(line.function);
}

/** A command of Resident on what was read; none where it was not kept: a run's without --out has no name. */
export function commandOn(
  { recording: { target } }: VerdictContext,
  command: string,
  option?: string,
): Pick<Action, "code"> {
  if (target === "") return {};
  const words = ["resident", command, target, ...(option === undefined ? [] : [option])];
  return { code: words.join(" ") };
}

/** The command that looks again after a collection: of the running program, which a bundle's path is not. */
export function commandWithGc({ last, recording, hasEnded }: VerdictContext): Pick<Action, "code"> {
  if (hasEnded || recording.target === "") return {};
  const isUrl = recording.target.includes("://");
  const target = isUrl ? recording.target : last.status?.pid;
  return target === undefined ? {} : { code: `resident ${target} --gc` };
}
