/**
 * What the kernel says of a process in two small files, for looking at it every second: reading all
 * of its mappings walks its page tables, which a large process feels.
 */
import { ticksPerSecond } from "./auxiliary-vector.ts";
import { readProcessStat } from "./process-stat.ts";
import { type ProcessIdentity, readProcessIdentity } from "./read-process-identity.ts";

export interface ProcessFigures {
  readonly identity: ProcessIdentity;
  /** User and system time since its start. */
  readonly cpuSeconds: number;
}

/** Throws RES_PROCESS where the process has ended. */
export function readFigures(pid: number): ProcessFigures {
  const identity = readProcessIdentity(pid);
  const { cpuTicks = Number.NaN } = readProcessStat(pid) ?? {};
  return { identity, cpuSeconds: cpuTicks / ticksPerSecond() };
}
