/**
 * A log that may be read while it is written: the collections as they come, a line each, once it is
 * clear that more of them are to come; the report at the end, or at Ctrl-C.
 */
import { reportOfLog } from "../../analyze/gc/report-of-log.ts";
import type { WhatIfInput } from "../../analyze/what-if/what-if-input.ts";
import { ResidentError } from "../../base/errors.ts";
import type { OpenLog } from "../../collect/gc/open-log.ts";
import { GcLogReader } from "../../decode/gctrace/gc-log-reader.ts";
import type { GcHistory } from "../../model/gc-log.ts";
import { parseGoVersion } from "../../model/go-version.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { GcFlags } from "../flags.ts";
import { usageError } from "../options/values.ts";
import { CycleFollower } from "./cycle-follower.ts";
import { columnsOf, printGc } from "./print-gc.ts";

/** More of them say nothing of other settings that these do not say. */
const MOST_CYCLES = 20_000;

export async function reportLog(
  context: CommandContext,
  log: OpenLog,
  target: string,
  flags: GcFlags,
): Promise<ExitCode> {
  const reader = new GcLogReader();
  await readAll(context, log, reader, flags);
  context.stopwatch.lap("read");
  const histories = chosenFirst(reader.histories(), flags.process ?? 1);
  const columns = columnsOf(context, flags);
  const report = reportOfLog({
    target,
    histories: histories ?? [nothingFound(target)],
    otherLines: reader.otherLines,
    damagedLines: reader.damagedLines,
    uncertain: reader.uncertain,
    ...(columns === undefined ? {} : { columns }),
  });
  if (report.history.length === 0 && report.scavenges.length === 0) nothingFound(target);
  await printGc(context, report, flags, inputOfHistory(report.history, flags.limit));
  return EXIT.done;
}

/** What --what-if is told from: the newest collections. */
function inputOfHistory(history: GcHistory, limit: number | undefined): WhatIfInput {
  const { length, versions } = history;
  const go =
    versions?.toMinor === undefined ? undefined : parseGoVersion(`go1.${versions.toMinor}`);
  return {
    cycles: history.slice(Math.max(0, length - MOST_CYCLES), length),
    looks: [],
    ...(go === undefined ? {} : { go }),
    ...(limit === undefined ? {} : { limit: { bytes: limit, source: "--limit" } }),
  };
}

async function readAll(
  { terminal }: CommandContext,
  { pieces, stop }: OpenLog,
  reader: GcLogReader,
  flags: GcFlags,
): Promise<void> {
  const isText = flags.json !== true && flags.csv !== true;
  const follower = isText ? new CycleFollower(terminal, reader, flags) : undefined;
  process.once("SIGINT", stop);
  try {
    for await (const piece of pieces) {
      reader.push(piece);
      follower?.more(piece.length);
    }
    reader.end();
  } finally {
    process.removeListener("SIGINT", stop);
    follower?.end();
  }
}

/** The process to report, then the others; undefined where there is none. */
function chosenFirst(
  histories: readonly GcHistory[],
  number: number,
): [GcHistory, ...GcHistory[]] | undefined {
  if (histories.length === 0) return undefined;
  const chosen = histories[number - 1];
  if (chosen === undefined) {
    throw usageError(
      `--process ${number}: the log is of ${histories.length} ${histories.length === 1 ? "process" : "processes"}`,
      "They are counted from the one with most collections.",
    );
  }
  return [chosen, ...histories.filter((history) => history !== chosen)];
}

function nothingFound(target: string): never {
  throw new ResidentError("RES_NO_DATA", `${target}: there is no collection in it`, {
    hint: "Start the program with GODEBUG=gctrace=1: the lines go to its standard error.",
  });
}
