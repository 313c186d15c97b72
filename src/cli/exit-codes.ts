/** What the exit code of every command means; that of `run` is its program's. */
import type { Brand } from "../base/brand.ts";

export const EXIT = {
  done: 0,
  /** A condition that the user asked to fail on (--fail-on) is met. */
  failed: 1,
  /** Wrong usage, it could not be done, or a bug. */
  error: 2,
  /** No condition is known to be met, but one can't be decided by what was read. */
  undecided: 3,
} as const;

/** What a program ended with that was run. */
export type ProgramExitCode = Brand<number, "ProgramExitCode">;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | ProgramExitCode;
