/**
 * Which process a PID is right now: its name, owner and start. A PID is used again after its
 * process has ended, so that only PID and start together name a process; both are read before and
 * after everything else.
 */
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { decodeStatus } from "../../decode/procfs/decode-status.ts";
import type { ProcStatus } from "../../model/process.ts";
import { ticksPerSecond } from "./auxiliary-vector.ts";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
import { readProcessStat } from "./process-stat.ts";
import { readProcFile, readProcText } from "./read-proc-file.ts";

export interface ProcessIdentity {
  readonly pid: number;
  readonly status: ProcStatus;
  /** Clock ticks from the machine's start to the process's. */
  readonly startTicks: number;
}

/** Throws RES_PROCESS where the PID names no process, one that has ended, or a kernel thread. */
export function readProcessIdentity(pid: number, roots: ProcRoots = SYSTEM_ROOTS): ProcessIdentity {
  const { bytes, failure } = readProcFile(join(roots.proc, String(pid), "status"));
  if (bytes === undefined) throw notThere(pid, failure ?? "", roots);
  const status = decodeStatus(bytes);
  if (status.state === "Z" || status.state === "X") throw ended(pid, status.name);
  const startTicks = readStartTicks(pid, roots);
  if (startTicks === undefined) throw notThere(pid, "ESRCH", roots);
  if (status.vmSize === undefined) throw kernelThread(pid, status.name);
  return { pid, status, startTicks };
}

/** True while the very process is still there, and not a zombie. */
export function isStillThere(identity: ProcessIdentity, roots: ProcRoots = SYSTEM_ROOTS): boolean {
  return readStartTicks(identity.pid, roots) === identity.startTicks;
}

/** Undefined where there is no process or it is a zombie. */
function readStartTicks(pid: number, { proc }: ProcRoots): number | undefined {
  const { state, startTicks = Number.NaN } = readProcessStat(pid, proc) ?? {};
  return state === "Z" || state === "X" || !Number.isSafeInteger(startTicks)
    ? undefined
    : startTicks;
}

/** Unix seconds at which the process began: the machine's start (btime) plus its ticks. */
export function processStart(
  identity: ProcessIdentity,
  roots: ProcRoots = SYSTEM_ROOTS,
): number | undefined {
  const match = /^btime (\d+)$/m.exec(readProcText(join(roots.proc, "stat")) ?? "");
  if (match === null) return undefined;
  return Number(match[1]) + identity.startTicks / ticksPerSecond(roots);
}

function notThere(pid: number, failure: string, roots: ProcRoots): ResidentError {
  if (failure === "EACCES" || failure === "EPERM" || hidesProcesses(roots)) {
    return new ResidentError("RES_PROCESS", `process ${pid} is not there, or hidden from you`, {
      hint: "/proc is mounted with hidepid here: run as the same user as the process, or as root.",
    });
  }
  return new ResidentError("RES_PROCESS", `there is no process ${pid}`, {
    hint: "`resident ps` lists the Go processes of this machine.",
  });
}

function ended(pid: number, name: string): ResidentError {
  return new ResidentError("RES_PROCESS", `process ${pid} (${name}) has ended: it is a zombie`, {
    hint: "Its memory is gone; only its parent has not asked for its exit code yet.",
  });
}

function kernelThread(pid: number, name: string): ResidentError {
  const message = `process ${pid} (${name}) is a kernel thread: it has no memory of its own`;
  return new ResidentError("RES_PROCESS", message);
}

/** True where procfs is mounted so that users see only their own processes. */
export function hidesProcesses(roots: ProcRoots = SYSTEM_ROOTS): boolean {
  const mounts = readProcText(join(roots.proc, "self", "mountinfo")) ?? "";
  return mounts.split("\n").some((line) => / - proc .*\bhidepid=(?!0|off)/.test(line));
}
