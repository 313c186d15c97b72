/** `resident diff A B` (and `resident A B`): what changed from one recording to another. */
import type { Command } from "commander";
import { compareRecordings } from "../../analyze/compare-recordings.ts";
import type { Recording } from "../../model/snapshot.ts";
import type { CommandContext, CommandModule } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { openRecordings } from "../open-recording.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions, type OutputFlags, printResult } from "../options/output-options.ts";
import { addTargetOptions, type TargetFlags } from "../options/target-options.ts";
import { usageError } from "../options/values.ts";

export const diffCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument("<a>", "bundle, profile, or anything that can be looked at")
      .argument("<b>", "the same, later or of another build");
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident diff monday.tgz friday.tgz", "a week of growth"],
      ["resident diff heap1.pb.gz heap2.pb.gz", "two profiles"],
      ["resident diff bundle.tgz :6060", "then and now"],
    ]);
  },

  async run(context, args, flags: TargetFlags & OutputFlags): Promise<ExitCode> {
    const sides: Recording[] = [];
    for (const word of args) sides.push(...(await openRecordings(context, [word], flags)));
    return printComparison(context, sides, flags);
  },
};

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
