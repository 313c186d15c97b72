/** The examples at the end of a command's help. */
import type { Command } from "commander";

export function addExamples(command: Command, examples: readonly (readonly [string, string])[]) {
  const width = Math.max(...examples.map(([line]) => line.length)) + 2;
  const lines = examples.map(([line, what]) => `  ${line.padEnd(width)}${what}`);
  return command.addHelpText("after", ["", "Examples:", ...lines].join("\n"));
}
