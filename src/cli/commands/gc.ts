/** `resident gc LOG|PID|URL|BUNDLE|-`: the collections of a program. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { GC_SHOWN } from "../flags.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { addReachOptions } from "../options/target-options.ts";
import { countFlag, durationFlag } from "../options/values.ts";
import { addWhatIfOptions } from "../options/what-if-options.ts";

export const gcCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument(
        "<target...>",
        "a log with gctrace lines (- for standard input), a bundle, a PID, or a URL",
      )
      .option(
        "-n, --count <rows>",
        `collections to list (default: ${GC_SHOWN})`,
        countFlag("-n", 0),
      )
      .option("--csv", "print all collections as CSV")
      .option(
        "--process <number>",
        "of a log of several processes, the one at this place by number of collections",
        countFlag("--process", 1),
      )
      .optionsGroup("Watching a running program:")
      .option("--for <duration>", "for how long (default: 10s)", durationFlag("--for"))
      .option(
        "--every <duration>",
        "time between two looks (default: 1s)",
        durationFlag("--every"),
      );
    addWhatIfOptions(command);
    addOutputOptions(command);
    addReachOptions(command);
    return addExamples(command, [
      ["resident gc server.log", "a log of GODEBUG=gctrace=1"],
      ["kubectl logs -f web-1 | resident gc -", "a line each; Ctrl-C: report"],
      ["resident gc :6060 --for 1m", "a running program"],
      ["resident gc a.log --what-if GOGC=50,200", "what to set"],
      ["resident gc server.log --csv", "for a spreadsheet"],
    ]);
  },
  action: async () => (await import("../actions/gc.ts")).gcAction,
};
