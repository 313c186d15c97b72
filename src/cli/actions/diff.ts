/** Compares two recordings, of whatever kind each is. */
import { compareRecordings } from "../../analyze/compare-recordings.ts";
import type { Recording } from "../../model/snapshot.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { DiffFlags } from "../flags.ts";
import { openRecordings } from "../open-recording.ts";
import type { OutputFlags } from "../options/output-options.ts";
import { usageError } from "../options/values.ts";
import { printResult } from "../print-result.ts";

export async function diffAction(
  context: CommandContext,
  words: readonly string[],
  flags: DiffFlags,
): Promise<ExitCode> {
  const sides: Recording[] = [];
  for (const word of words) sides.push(...(await openRecordings(context, [word], flags)));
  return printComparison(context, sides, flags);
}

export async function printComparison(
  context: CommandContext,
  recordings: readonly Recording[],
  flags: OutputFlags,
): Promise<ExitCode> {
  const [before, after, ...others] = recordings;
  if (before === undefined || after === undefined || others.length > 0) {
    throw usageError(
      `${recordings.length} recordings can't be compared at once`,
      "Give two of them.",
    );
  }
  const comparison = compareRecordings(before, after);
  context.stopwatch.lap("analyze");
  await printResult(context, comparison, flags);
  return EXIT.done;
}
