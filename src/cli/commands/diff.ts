/** `resident diff A B`: what changed from one recording to another. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { addTargetOptions } from "../options/target-options.ts";

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
  action: async () => (await import("../actions/diff.ts")).diffAction,
};
