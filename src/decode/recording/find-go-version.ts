/**
 * Which Go the program was built with. Somebody may say it (bundle.json, the executable's build
 * info, /metrics); else the clues of all sources are taken together, and the newest release that
 * fits is assumed, with the range in the answer. Sources that contradict each other are said.
 */
import type { BundleJson } from "../../model/bundle.ts";
import type { GcLog } from "../../model/gc-log.ts";
import { type GoVersion, NEWEST_MINOR, parseGoVersion } from "../../model/go-version.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { type VersionClue, versionClues } from "./version-clues.ts";

export interface FoundGoVersion {
  readonly go?: GoVersion;
  readonly goSource?: string;
  readonly remarks: readonly string[];
}

interface Statement {
  readonly source: string;
  readonly version: GoVersion;
}

export function findGoVersion(
  bundleJson: BundleJson | undefined,
  snapshots: readonly Snapshot[],
  gcLog: GcLog | undefined,
): FoundGoVersion {
  const statements = versionStatements(bundleJson, snapshots);
  const clues = versionClues(snapshots, gcLog);
  const best = statements[0];
  if (best === undefined) return guessVersion(clues);
  return {
    go: best.version,
    goSource: best.source,
    remarks: [...contradictions(best, statements), ...misfits(best, clues)],
  };
}

/** Best first. */
function versionStatements(
  bundleJson: BundleJson | undefined,
  snapshots: readonly Snapshot[],
): Statement[] {
  const builds = snapshots.filter(({ meta }) => meta.goVersionIsApproximate !== true);
  return [
    statement("bundle.json", bundleJson?.go),
    ...builds.map(({ meta }) => statement("build info", meta.goVersion)),
    ...snapshots.map(({ prometheus }) => statement("/metrics", prometheus?.goVersion)),
  ].flat();
}

function statement(source: string, raw: string | undefined): Statement[] {
  const version = raw === undefined ? undefined : parseGoVersion(raw);
  return version === undefined ? [] : [{ source, version }];
}

function contradictions(best: Statement, statements: readonly Statement[]): string[] {
  const others = statements.filter(({ version }) => !isSameRelease(version, best.version));
  const remarks = others.map(
    (other) =>
      `${best.source} says ${best.version.raw}, ${other.source} says ${other.version.raw}: ` +
      `${best.version.raw} is taken.`,
  );
  return [...new Set(remarks)];
}

/** `go1.19` may stand for any of its patch releases. */
function isSameRelease(a: GoVersion, b: GoVersion): boolean {
  const anyPatch = a.patch === 0 || b.patch === 0;
  return a.major === b.major && a.minor === b.minor && (anyPatch || a.patch === b.patch);
}

function misfits(best: Statement, clues: readonly VersionClue[]): string[] {
  const { major, minor } = best.version;
  if (major !== 1) return [];
  const remarks = clues
    .filter(({ range }) => minor < range.fromMinor || minor > (range.toMinor ?? minor))
    .map(
      (clue) =>
        `${best.source} says ${best.version.raw}, but the ${clue.source} is that of ${rangeText(clue)}.`,
    );
  return [...new Set(remarks)];
}

function guessVersion(clues: readonly VersionClue[]): FoundGoVersion {
  if (clues.length === 0) return { remarks: [] };
  const from = Math.max(...clues.map(({ range }) => range.fromMinor));
  const to = Math.min(...clues.map(({ range }) => range.toMinor ?? Math.max(NEWEST_MINOR, from)));
  const sources = [...new Set(clues.map((clue) => clue.source))].join(", ");
  if (from > to) return { remarks: [`The Go version is not known: ${disagreement(clues)}.`] };
  const spread = from === to ? "" : `, any of Go 1.${from} to 1.${to}`;
  return {
    go: { raw: rawOf(clues, from, to), major: 1, minor: to, patch: 0 },
    goSource: `${sources}${spread}`,
    remarks: [],
  };
}

/** As the line table of an executable has it: `go1.20+`, `go1.16–go1.17`. */
function rawOf(clues: readonly VersionClue[], from: number, to: number): string {
  if (clues.every(({ range }) => range.toMinor === undefined)) return `go1.${from}+`;
  return from === to ? `go1.${from}` : `go1.${from}–go1.${to}`;
}

function disagreement(clues: readonly VersionClue[]): string {
  const said = clues.map((clue) => `the ${clue.source} is that of ${rangeText(clue)}`);
  return [...new Set(said)].join(", ");
}

function rangeText({ range: { fromMinor, toMinor } }: VersionClue): string {
  if (toMinor === undefined) return `Go 1.${fromMinor} or newer`;
  return fromMinor === toMinor ? `Go 1.${fromMinor}` : `Go 1.${fromMinor} to 1.${toMinor}`;
}
