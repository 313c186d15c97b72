/** The flags that say how the answer is printed. */
import type { Command } from "commander";
import { MIN_WIDTH } from "../../report/text/options.ts";
import { countFlag } from "./values.ts";

export interface OutputFlags {
  readonly json?: boolean;
  readonly width?: number;
  readonly all?: boolean;
  readonly timing?: boolean;
}

export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .option("--json", "print JSON (docs/json.md)")
    .option("--all", "show small lines too")
    .option("--width <columns>", "instead of the terminal's", countFlag("--width", MIN_WIDTH))
    .option("--timing", "say on stderr where the time went");
}
