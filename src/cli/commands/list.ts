/** `resident list REGEX TARGET`: the source of functions, with what each line holds. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addHeapValueOptions } from "../options/heap-value.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addTargetOptions } from "../options/target-options.ts";

export const listCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument("<regex>", "matches any part of a function's name; (?i) in front: in any case")
      .argument("<target...>", "as for `resident`: PID, URL, bundle, profile, …");
    addHeapValueOptions(command);
    addSourceOptions(command);
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident list 'main\\.handle' :6060", "one function"],
      ["resident list -alloc_space Decode heap.pb.gz", "what it has allocated so far"],
      ["resident list cache 4817 --source-path ~/shop", "sources elsewhere"],
    ]);
  },
  action: async () => (await import("../actions/list.ts")).listAction,
};
