/** `resident report TARGET -o FILE`: the web page as one file. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addScheduleOptions } from "../options/schedule-options.ts";
import { addTargetOptions } from "../options/target-options.ts";

export const reportCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument("<target...>", "as for `resident`: bundle, profile, PID, URL, …")
      .optionsGroup("The file:")
      .option("-o, --output <file>", "where to, for example report.html")
      .option("--force", "replace what is there");
    addScheduleOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident report 4817 -o report.html", "to attach to a ticket"],
      ["resident report bundle.tgz -o report.html", "of what was captured"],
      ["resident report :6060 --for 5m -o report.html", "with how it grew"],
    ]);
  },
  action: async () => (await import("../actions/report.ts")).reportAction,
};
