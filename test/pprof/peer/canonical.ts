/**
 * A run in the form in which two are compared. Everything counts but what the reference itself prints
 * differently from run to run.
 */
import type { Run } from "../../support/reference-pprof.ts";

/** Notes on standard error that are of the machine, not of the profile. */
const OF_THE_MACHINE =
  /^(?:Main binary filename not available\.|Some binary filenames not available\..*)\n/gm;

/** Only said where labels are read: see src/pprof/reads-labels.ts. */
const LABEL_UNITS = /^For tag .* used unit .*\n/gm;

export function canonical({ status, stdout, stderr }: Run, line: readonly string[]) {
  return {
    status,
    stdout: hasUnstableOrder(line)
      ? stdout.split("\n").sort().join("\n")
      : withoutOrderOfOpposites(stdout),
    // Notes about label units come in any order.
    stderr: stderr
      .replaceAll(OF_THE_MACHINE, "")
      .replaceAll(LABEL_UNITS, "")
      .split(/(?<=\n)/)
      .sort()
      .join(""),
  };
}

/** Edges of a picture, or callers or callees in a tree, with what they weigh. */
const EDGE =
  /^(?:N\d+ -> N\d+ \[label=" (?<drawn>-?[^"\\]+)| {1,49}(?<listed>-?\d\S*) [ \d.e-]+% \| {3})/;

/** Edges that weigh the same but for the sign, which come in any order, in that of their text. */
function withoutOrderOfOpposites(text: string): string {
  const sorted: string[] = [];
  let run: string[] = [];
  let size: string | undefined;
  for (const line of text.split("\n")) {
    const { drawn, listed } = EDGE.exec(line)?.groups ?? {};
    const weight = (drawn ?? listed)?.replace("-", "");
    if (weight === undefined || weight !== size) {
      sorted.push(...inOneOrder(run));
      run = [];
    }
    size = weight;
    run.push(line);
  }
  return [...sorted, ...inOneOrder(run)].join("\n");
}

function inOneOrder(edges: string[]): string[] {
  const isLess = (edge: string) => /^(?:N[^"]*" -| +-)/.test(edge);
  return edges.some(isLess) && !edges.every(isLess) ? edges.sort() : edges;
}

/** Files are nodes without names: the order of those that weigh the same is left to chance. */
function hasUnstableOrder(line: readonly string[]): boolean {
  return line.includes("-files") || line.includes("-call_tree");
}
