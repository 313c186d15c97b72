/**
 * The shape of a command: what can be typed (commands/) and what it does (actions/). The first is
 * light, so that help and usage errors are quick; the second is loaded when all is well.
 */
import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Terminal } from "./terminal.ts";

export interface CommandContext {
  readonly terminal: Terminal;
  readonly stopwatch: Stopwatch;
}

/** @param args as typed, without flags */
export type Action<Flags> = (
  context: CommandContext,
  args: readonly string[],
  flags: Flags,
) => Promise<ExitCode>;

export interface CommandModule {
  /** Arguments, flags and examples. */
  readonly configure: (command: Command) => Command;
  /** True where the first word that is no flag begins a command line of another program. */
  readonly runsProgram?: true;
  /** Its flags are those that `configure` declares. */
  readonly action: () => Promise<Action<never>>;
}
