/** `resident ui TARGET`: the report as a web page to go down into. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addScheduleOptions } from "../options/schedule-options.ts";
import { addServeOptions } from "../options/serve-options.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addTargetOptions } from "../options/target-options.ts";

export const uiCommand: CommandModule = {
  configure(command: Command): Command {
    command.argument("<target...>", "as for `resident`: bundle, profile, PID, URL, …");
    addServeOptions(command);
    addScheduleOptions(command);
    addSourceOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident ui bundle.tgz", "what was captured"],
      ["resident ui :6060 --for 1m --open", "a running program, over a minute"],
      ["resident ui heap.pb.gz --port 7070", "a profile, at an address that stays"],
    ]);
  },
  action: async () => (await import("../actions/ui.ts")).uiAction,
};
