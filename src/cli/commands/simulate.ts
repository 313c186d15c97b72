/** `resident simulate [WORKLOAD]`: a workload through the model of one or several Go versions. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { gogcFlag, memlimitFlag } from "../options/pacer-values.ts";
import { collectFlag, durationFlag } from "../options/values.ts";

export const simulateCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument("[workload]", "a YAML file, - or the name of a bundled one (default: classic)")
      .option("--go <version>", "Go version, 1.4 to 1.27; with commas for several", collectFlag)
      .option("--gogc <percent>", "GOGC: percent, or off (default: 100)", gogcFlag)
      .option("--memlimit <size>", "GOMEMLIMIT, from Go 1.19 on (default: off)", memlimitFlag)
      .option("--every <time>", "time between two rows of the table", durationFlag("--every"))
      .option("--list", "name the bundled workloads");
    addOutputOptions(command);
    return addExamples(command, [
      ["resident simulate", "the classic: ten slices of 100 MB"],
      ["resident simulate classic --go 1.4,1.19.8", "two versions side by side"],
      ["resident simulate spike --memlimit 400MiB", "with a limit"],
      ["resident simulate my.yaml --json", "for a script"],
    ]);
  },
  action: async () => (await import("../actions/simulate.ts")).simulateAction,
};
