/**
 * Which process a PID is right now: its name, owner and start. A PID is used again after its
 * process has ended, so that only PID and start together name a process; both are read before and
 * after everything else.
 */
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { decodeStatus } from "../../decode/procfs/decode-status.ts";
import type { ProcStatus } from "../../model/process.ts";
import { auxiliaryValue } from "./auxiliary-vector.ts";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
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

/** Field 22 of stat; undefined where there is no process or it is a zombie. */
function readStartTicks(pid: number, roots: ProcRoots): number | undefined {
  const text = readProcText(join(roots.proc, String(pid), "stat"));
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" "); // the name may hold anything
  const ticks = Number(fields[19]);
  return fields[0] === "Z" || fields[0] === "X" || !Number.isSafeInteger(ticks) ? undefined : ticks;
}

const AT_CLKTCK = 17;
const USUAL_TICKS = 100;

/** Unix seconds at which the process began: the machine's start (btime) plus its ticks. */
export function processStart(
  identity: ProcessIdentity,
  roots: ProcRoots = SYSTEM_ROOTS,
): number | undefined {
  const match = /^btime (\d+)$/m.exec(readProcText(join(roots.proc, "stat")) ?? "");
  if (match === null) return undefined;
  const perSecond = auxiliaryValue(AT_CLKTCK, roots) ?? USUAL_TICKS;
  return Number(match[1]) + identity.startTicks / perSecond;
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
