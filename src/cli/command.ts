/** The shape of a command: its flags and what it does. Each is a file in commands/, loaded when asked for. */
import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Terminal } from "./terminal.ts";

export interface CommandContext {
  readonly terminal: Terminal;
  readonly stopwatch: Stopwatch;
}

export interface CommandModule {
  /** Arguments, flags and examples. */
  readonly configure: (command: Command) => Command;
  /** @param args as typed, without flags */
  readonly run: (
    context: CommandContext,
    args: readonly string[],
    flags: Readonly<Record<string, unknown>>,
  ) => Promise<ExitCode>;
}
