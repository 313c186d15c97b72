/** `resident TARGET…`: the report. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { addScheduleOptions } from "../options/schedule-options.ts";
import { addTargetOptions } from "../options/target-options.ts";
import { collectFlag } from "../options/values.ts";

export const explainCommand: CommandModule = {
  configure(command: Command): Command {
    command.argument(
      "[target...]",
      "PID, process name, :PORT, host:port, URL, bundle, profile, or - for stdin; a PID and a URL may be given together",
    );
    addScheduleOptions(command);
    command
      .optionsGroup("Asking:")
      .option(
        "--explain <what>",
        "what something in the report means: the title or id of a line, a line of code, a finding",
      )
      .option(
        "--fail-on <condition>",
        "exit with 1 if a finding is there or a line is too large, with 3 if that can't be decided (2: an error); may be repeated",
        collectFlag,
      );
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident 4817", "a process of this machine"],
      ["resident :6060 --for 1m", "how it grows, and where to"],
      ["resident b.tgz --fail-on 'rss>500MiB'", "in a script"],
      ["resident before.tgz after.tgz", "what changed"],
    ]);
  },
  action: async () => (await import("../actions/explain.ts")).explainAction,
};
