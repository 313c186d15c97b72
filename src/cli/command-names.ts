/** The names of the commands, and which one a mistyped word may have meant. */
import { similarWord } from "../base/similar-word.ts";

export const COMMAND_NAMES = [
  "explain",
  "capture",
  "ps",
  "run",
  "gc",
  "simulate",
  "top",
  "list",
  "diff",
  "watch",
  "serve",
  "ui",
  "report",
] as const;
/** Not among them: it has flags of its own kind. */
export const PPROF = "pprof";
export type CommandName = (typeof COMMAND_NAMES)[number];

export function isCommandName(word: string): word is CommandName {
  return COMMAND_NAMES.includes(word as CommandName);
}

/** The command that a mistyped word may have meant. */
export function similarCommand(word: string): string | undefined {
  return similarWord(word, [...COMMAND_NAMES, PPROF]);
}
