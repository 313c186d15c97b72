/** `resident top TARGET`: the places in the code that hold most, or allocated most. */
import type { Command } from "commander";
import { topOfRecording } from "../../analyze/top-of-recording.ts";
import type { CommandModule } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { openRecordings } from "../open-recording.ts";
import { addExamples } from "../options/examples.ts";
import { addHeapValueOptions, heapValueOf } from "../options/heap-value.ts";
import { addOutputOptions, type OutputFlags, printResult } from "../options/output-options.ts";
import { addTargetOptions, type TargetFlags } from "../options/target-options.ts";
import { countFlag, usageError } from "../options/values.ts";

interface TopFlags extends TargetFlags, OutputFlags {
  readonly nodecount?: number;
  readonly lines?: boolean;
}

const SHOWN = 20;

export const topCommand: CommandModule = {
  configure(command: Command): Command {
    command.argument("<target...>", "as for `resident`: PID, URL, bundle, profile, …");
    addHeapValueOptions(command);
    command
      .option("-n, --nodecount <count>", `how many to show (default: ${SHOWN})`, countFlag("-n", 1))
      .option("--lines", "by line of code instead of by function");
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident top :6060", "functions by live bytes"],
      ["resident top -alloc_space -lines heap.pb.gz", "lines by what they allocated"],
      ["resident top 4817 -n 50 --json", "for a script"],
    ]);
  },

  async run(context, args, flags: TopFlags): Promise<ExitCode> {
    const value = heapValueOf(flags as Readonly<Record<string, unknown>>);
    const recordings = await openRecordings(context, args, flags);
    if (recordings.length > 1)
      throw usageError("top takes one target", "`resident diff` compares two.");
    const result = topOfRecording(recordings[0]!, {
      value,
      granularity: flags.lines === true ? "lines" : "functions",
      ...(flags.all === true ? {} : { limit: flags.nodecount ?? SHOWN }),
    });
    context.stopwatch.lap("analyze");
    await printResult(context, result, flags);
    return EXIT.done;
  },
};
