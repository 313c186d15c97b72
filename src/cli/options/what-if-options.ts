/** --what-if and --limit: other settings of the collector, and what memory may not exceed. */
import type { Command } from "commander";
import { parseQuestions } from "../../analyze/what-if/parse-questions.ts";
import { bytesFlag, collectFlag } from "./values.ts";

export interface WhatIfFlags {
  readonly whatIf?: readonly string[];
  /** Bytes. */
  readonly limit?: number;
}

export function addWhatIfOptions(command: Command): Command {
  return command
    .optionsGroup("What if:")
    .option(
      "--what-if <settings>",
      "memory, collections and CPU under other settings: GOGC=50,200 or GOMEMLIMIT=400MiB, each alone; GOGC=50+GOMEMLIMIT=400MiB for both; may be repeated",
      settingsFlag,
    )
    .option(
      "--limit <size>",
      "name the setting with the least GC CPU that stays below it; the cgroup's limit unless given",
      bytesFlag("--limit"),
    );
}

/** What is wrong is said at once, not after a minute of watching. */
function settingsFlag(text: string, before: readonly string[] | undefined): string[] {
  parseQuestions([text]);
  return collectFlag(text, before);
}
