/** `resident top TARGET`: the places in the code that hold most, or allocated most. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { TOP_SHOWN } from "../flags.ts";
import { addExamples } from "../options/examples.ts";
import { addHeapValueOptions } from "../options/heap-value.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { addTargetOptions } from "../options/target-options.ts";
import { countFlag } from "../options/values.ts";

export const topCommand: CommandModule = {
  configure(command: Command): Command {
    command.argument("<target...>", "as for `resident`: PID, URL, bundle, profile, …");
    addHeapValueOptions(command);
    command
      .option(
        "-n, --nodecount <count>",
        `how many to show (default: ${TOP_SHOWN})`,
        countFlag("-n", 1),
      )
      .option("--lines", "by line of code instead of by function");
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident top :6060", "functions by live bytes"],
      ["resident top -alloc_space -lines heap.pb.gz", "lines by what they allocated"],
      ["resident top 4817 -n 50 --json", "for a script"],
    ]);
  },
  action: async () => (await import("../actions/top.ts")).topAction,
};
