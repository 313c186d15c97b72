/** What most addresses take: a process, and a range of time. */
import { moment, PROCESS_ID } from "../parameter.ts";

export const RANGE = {
  from: moment(
    "Begin of the range in Unix seconds; left out: an hour before its end, or the first look.",
  ),
  to: moment("End of the range in Unix seconds; left out: the last look."),
} as const;

export const PROCESS_AND_RANGE = { id: PROCESS_ID, ...RANGE } as const;

/** Statuses of every address of one process. */
export const OF_PROCESS = [404, 503] as const;
