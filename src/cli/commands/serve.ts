/** `resident serve [-c FILE] [TARGET…]`: records processes, and serves the page that shows them. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addFleetPageOptions, addRecordOptions } from "../options/record-options.ts";
import { addReachOptions } from "../options/target-options.ts";

export const serveCommand: CommandModule = {
  configure(command: Command): Command {
    command.argument(
      "[target...]",
      "PID, process name, :PORT, host:port or URL, each recorded; without any, and without a " +
        "configuration, this machine's Go processes are offered",
    );
    addRecordOptions(command);
    addFleetPageOptions(command);
    addReachOptions(command, "for a whole look (default: 10s)");
    return addExamples(command, [
      ["resident serve blahdo :6061", "one by its name, one by its port"],
      ["resident serve -c resident.yaml", "a fleet (docs/serve.md)"],
      ["resident serve --open", "pick among this machine's Go processes"],
    ]);
  },
  action: async () => {
    // Before all that serving needs is loaded: what has grown does not shrink.
    (await import("../../record/column-collector.ts")).keepYoungSpaceSmall();
    return (await import("../actions/serve.ts")).serveAction;
  },
};
