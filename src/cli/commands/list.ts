/** `resident list REGEX TARGET`: the source of functions, with what each line holds. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { listResult } from "../list-result.ts";
import { openRecordings } from "../open-recording.ts";
import { addExamples } from "../options/examples.ts";
import { addHeapValueOptions, heapValueOf } from "../options/heap-value.ts";
import { addOutputOptions, type OutputFlags, printResult } from "../options/output-options.ts";
import { parsePattern } from "../options/pattern.ts";
import { addTargetOptions, type TargetFlags } from "../options/target-options.ts";
import { collectFlag, usageError } from "../options/values.ts";

interface ListFlags extends TargetFlags, OutputFlags {
  readonly sourcePath?: readonly string[];
  readonly trimPath?: readonly string[];
}

/** A pattern that matches everything is a slip; --all shows them all the same. */
const SHOWN = 10;

export const listCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument("<regex>", "matches any part of a function's name; (?i) in front: in any case")
      .argument("<target...>", "as for `resident`: PID, URL, bundle, profile, …");
    addHeapValueOptions(command);
    command
      .optionsGroup("The source:")
      .option("--source-path <folder>", "where it lies, if not here; may be repeated", collectFlag)
      .option("--trim-path <prefix>", "taken off recorded paths; may be repeated", collectFlag);
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident list 'main\\.handle' :6060", "one function"],
      ["resident list -alloc_space Decode heap.pb.gz", "what it has allocated so far"],
      ["resident list cache 4817 --source-path ~/src/shop", "sources elsewhere"],
    ]);
  },

  async run(context, [pattern, ...target], flags: ListFlags): Promise<ExitCode> {
    const regex = parsePattern(pattern!);
    const value = heapValueOf(flags as Readonly<Record<string, unknown>>);
    const recordings = await openRecordings(context, target, flags);
    if (recordings.length > 1) {
      throw usageError("list takes one target", "`resident diff` compares two.");
    }
    const result = await listResult(recordings[0]!, {
      pattern: pattern!,
      regex,
      value,
      limit: flags.all === true ? Number.POSITIVE_INFINITY : SHOWN,
      source: {
        cwd: process.cwd(),
        sourcePath: flags.sourcePath ?? [],
        trimPath: flags.trimPath ?? [],
      },
    });
    context.stopwatch.lap("analyze");
    await printResult(context, result, flags);
    return EXIT.done;
  },
};
