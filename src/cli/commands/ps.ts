/** `resident ps`: the Go processes of this machine. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { durationFlag } from "../options/values.ts";

export const psCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .optionsGroup("Reaching them:")
      .option("--prefix <path>", "where pprof lies, if not at /debug/pprof/")
      .option(
        "--timeout <duration>",
        "for a port to answer (default: 500ms)",
        durationFlag("--timeout"),
      );
    addOutputOptions(command);
    return addExamples(command, [
      ["resident ps", "what runs here"],
      ["sudo resident ps", "also of other users"],
      ["resident ps --json", "for a script"],
    ]);
  },
  action: async () => (await import("../actions/ps.ts")).psAction,
};
