/** The flags that say how the answer is printed, and the printing. */
import type { Command } from "commander";
import type { Result } from "../../model/results.ts";
import { REPORTERS } from "../../report/reporters.ts";
import { MIN_WIDTH } from "../../report/text/options.ts";
import type { CommandContext } from "../command.ts";
import { textOptions, writeOut } from "../terminal.ts";
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

export async function printResult(
  { terminal, stopwatch }: CommandContext,
  result: Result,
  flags: OutputFlags,
): Promise<void> {
  const reporter = flags.json === true ? REPORTERS.json : REPORTERS.text;
  const text = reporter.render(result, textOptions(terminal, flags));
  stopwatch.lap("render");
  if (flags.timing === true) terminal.stderr.write(`${stopwatch}\n`);
  await writeOut(terminal, text);
}
