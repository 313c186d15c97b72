/** --for and --every: how long and how often to look at a running program. */
import type { Command } from "commander";
import { durationFlag, usageError } from "./values.ts";

/** How many snapshots to take of a running program. */
export interface Schedule {
  readonly count: number;
  /** From the beginning of one to that of the next. */
  readonly everySeconds: number;
}

export interface ScheduleFlags {
  /** Seconds. */
  readonly for?: number;
  readonly every?: number;
}

/** Unless told otherwise, so many snapshots in the time given, but not more than one a second. */
const SNAPSHOTS = 6;

export function addScheduleOptions(command: Command): Command {
  return command
    .optionsGroup("Watching it:")
    .option(
      "--for <duration>",
      "take several snapshots: growth and forecasts",
      durationFlag("--for"),
    )
    .option("--every <duration>", "time between two of them", durationFlag("--every"));
}

export function scheduleOf({ for: total, every }: ScheduleFlags): Schedule | undefined {
  if (total === undefined && every !== undefined) {
    throw usageError("--every says how often, but not for how long", "Add --for 30s.");
  }
  if (total === undefined) return undefined;
  const everySeconds = every ?? Math.max(1, total / (SNAPSHOTS - 1));
  if (everySeconds > total) {
    throw usageError("--every is longer than --for", "Write it as --for 30s --every 5s.");
  }
  return { count: Math.floor(total / everySeconds + 1e-9) + 1, everySeconds };
}
