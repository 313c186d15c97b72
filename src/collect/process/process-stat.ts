/** /proc/PID/stat: the line in which the kernel sums a process up. */
import { join } from "node:path";
import { SYSTEM_ROOTS } from "./proc-roots.ts";
import { readProcText } from "./read-proc-file.ts";

/** What a PID is at this moment. PID and start together name a process. */
export interface ProcessStat {
  readonly pid: number;
  /** One letter, e.g. Z for a zombie. */
  readonly state: string;
  readonly ppid: number;
  /** Clock ticks of CPU that it has used, in user and kernel mode. */
  readonly cpuTicks: number;
  /** Clock ticks from the machine's start to the process's. */
  readonly startTicks: number;
}

/** Undefined where there is no such process. */
export function readProcessStat(
  pid: number,
  proc: string = SYSTEM_ROOTS.proc,
): ProcessStat | undefined {
  const text = readProcText(join(proc, String(pid), "stat"));
  if (text === undefined) return undefined;
  // The third field of proc(5) and those after it: the second, the name, may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state = "", ppid] = fields;
  return {
    pid,
    state,
    ppid: Number(ppid),
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    startTicks: Number(fields[19]),
  };
}
