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
    stdout: hasUnstableOrder(line) ? stdout.split("\n").sort().join("\n") : stdout,
    // Notes about label units come in any order.
    stderr: stderr
      .replaceAll(OF_THE_MACHINE, "")
      .replaceAll(LABEL_UNITS, "")
      .split(/(?<=\n)/)
      .sort()
      .join(""),
  };
}

/** Files are nodes without names: the order of those that weigh the same is left to chance. */
function hasUnstableOrder(line: readonly string[]): boolean {
  return line.includes("-files") || line.includes("-call_tree");
}
