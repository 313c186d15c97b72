/** The end of every command: its result, on standard output. */
import type { Result } from "../model/results.ts";
import { REPORTERS } from "../report/reporters.ts";
import type { CommandContext } from "./command.ts";
import type { OutputFlags } from "./options/output-options.ts";
import { textOptions, writeOut } from "./terminal.ts";

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
