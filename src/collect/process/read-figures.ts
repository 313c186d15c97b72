/**
 * What the kernel says of a process in two small files, for looking at it every second: reading all
 * of its mappings walks its page tables, which a large process feels.
 */
import { join } from "node:path";
import { auxiliaryValue } from "./auxiliary-vector.ts";
import { SYSTEM_ROOTS } from "./proc-roots.ts";
import { readProcText } from "./read-proc-file.ts";
import { type ProcessIdentity, readProcessIdentity } from "./read-process-identity.ts";

export interface ProcessFigures {
  readonly identity: ProcessIdentity;
  /** User and system time since its start. */
  readonly cpuSeconds: number;
}

const AT_CLKTCK = 17;
const USUAL_TICKS = 100;

/** Throws RES_PROCESS where the process has ended. */
export function readFigures(pid: number): ProcessFigures {
  const identity = readProcessIdentity(pid);
  const text = readProcText(join(SYSTEM_ROOTS.proc, String(pid), "stat")) ?? "";
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" "); // the name may hold anything
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { identity, cpuSeconds: ticks / ticksPerSecond() };
}

let ticks: number | undefined;

function ticksPerSecond(): number {
  ticks ??= auxiliaryValue(AT_CLKTCK) ?? USUAL_TICKS;
  return ticks;
}
