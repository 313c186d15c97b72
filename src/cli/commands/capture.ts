/** `resident capture TARGET -o F`: a bundle; with --script, a shell script that makes one elsewhere. */
import type { Command } from "commander";
import type { CommandModule } from "../command.ts";
import { addExamples } from "../options/examples.ts";
import { addOutputOptions } from "../options/output-options.ts";
import { addTargetOptions } from "../options/target-options.ts";
import { countFlag, durationFlag } from "../options/values.ts";

export const captureCommand: CommandModule = {
  configure(command: Command): Command {
    command
      .argument(
        "[target...]",
        "PID, process name, :PORT, host:port or URL; a PID and a URL together",
      )
      .optionsGroup("The bundle:")
      .option("-o, --output <file>", "where to: a .tgz, or a folder if it ends in /")
      .option("--force", "replace what is there")
      .option("--for <duration>", "take several snapshots, for so long", durationFlag("--for"))
      .option("--count <n>", "number of snapshots (default: 1)", countFlag("--count", 1))
      .option("--every <duration>", "time between two (default: 5s)", durationFlag("--every"))
      .option("--script", "print a POSIX sh script that does it where there is no Node");
    addOutputOptions(command);
    addTargetOptions(command);
    return addExamples(command, [
      ["resident capture 4817 -o bundle.tgz", "one snapshot"],
      ["resident capture :6060 -o b.tgz --for 5m --every 30s", "five minutes"],
      ["resident capture --script | kubectl exec -i POD -- sh > b.tgz", "in a pod"],
    ]);
  },
  action: async () => (await import("../actions/capture.ts")).captureAction,
};
