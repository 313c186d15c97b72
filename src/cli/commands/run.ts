/** `resident run -- CMD ARGS…`: a program under observation. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { collectFlag, durationFlag } from "../options/values.ts";

export const runProgramCommand: CommandModule = {
  runsProgram: true,
  configure(command: Command): Command {
    command
      .argument("<command...>", "the program and its arguments, as in a shell")
      .optionsGroup("Watching it:")
      .option(
        "--every <duration>",
        "time between two readings of RSS (default: 1s); more often at first",
        durationFlag("--every"),
      )
      .option("--show-trace", "let the collector's trace lines through as well")
      .option("--no-trace", "leave the program's standard error and GODEBUG alone")
      .optionsGroup("What comes of it:")
      .option("--out <file>", "keep what was read: a .tgz, or a folder if it ends in /")
      .option("--report <file>", "write the report there, not to standard error")
      .option("--force", "replace what is there")
      .option(
        "--fail-on <condition>",
        "exit with 1 if a finding is there or a line is too large; may be repeated",
        collectFlag,
      );
    addOutputOptions(command);
    return addExamples(command, [
      ["resident run -- ./server -addr :8080", "the report comes when it ends"],
      ["resident run --out run.tgz -- go run .", "keep what was read"],
      ["resident run --fail-on 'rss>500MiB' -- ./job", "in a script"],
    ]);
  },
  action: async () => (await import("../actions/run.ts")).runAction,
};
