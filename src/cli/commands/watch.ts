/** `resident watch TARGET`: the live view in a terminal. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addReachOptions } from "../options/target-options.ts";
import { durationFlag } from "../options/values.ts";

export const watchCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument(
        "<target...>",
        "PID, process name, :PORT, host:port or URL; a PID and a URL together",
      )
      .optionsGroup("Watching it:")
      .option("--every <duration>", "time between two looks (default: 1s)", durationFlag("--every"))
      .option("--for <duration>", "end by itself after so long", durationFlag("--for"))
      .option("--plain", "print lines instead, as where there is no terminal")
      .option("--json", "print an object a line (docs/json.md)");
    addSourceOptions(command);
    addReachOptions(command);
    return addExamples(command, [
      ["resident watch blahdo", "by its name; ? shows the keys"],
      ["resident watch :6060", "by its port"],
      ["resident watch 4817 --every 10s > log", "a line every ten seconds"],
    ]);
  },
  action: async () => (await import("../actions/watch.ts")).watchAction,
};
