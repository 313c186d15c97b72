/**
 * Which processes of a command are watched: the Go programs at it and below it, as they come and go;
 * where there is none yet, the command itself.
 */
import { readlinkSync } from "node:fs";
import { ticksPerSecond } from "../../process/auxiliary-vector.ts";
import { type ProcessStat, readProcessStat } from "../../process/process-stat.ts";
import { ExecutableReader } from "../../process/read-executable.ts";
import { readProcText } from "../../process/read-proc-file.ts";
import type { TraceWriter } from "../traces/trace-streams.ts";
import { processTree } from "./process-tree.ts";
import { readStatus, WatchedProcess } from "./watched-process.ts";

/** More than these are not told apart any more. */
const MOST = 64;

export class ProcessTracker {
  readonly root: number;
  readonly executables = new ExecutableReader();
  /** In the order in which they were seen; those that have ended stay. */
  readonly processes: WatchedProcess[] = [];
  /** By PID, those that were seen and are not Go: executable, and when that was. */
  private readonly others = new Map<number, { readonly path: string; readonly at: number }>();
  private readonly ticksPerSecond = ticksPerSecond();

  constructor(root: number) {
    this.root = root;
  }

  get alive(): readonly WatchedProcess[] {
    return this.processes.filter(({ endedAt }) => endedAt === undefined);
  }

  /** Go programs that run, without the tools of a build. */
  get programs(): readonly WatchedProcess[] {
    return this.alive.filter(({ isGo, isTool }) => isGo && !isTool);
  }

  /** Walks the tree for processes that are new, or have become another program. */
  refresh(now: number): void {
    this.visit(this.root, now);
    for (const pid of processTree(this.root)) if (pid !== this.root) this.visit(pid, now);
  }

  /** Reads RSS of all that run. */
  sample(now: number): void {
    for (const process of this.alive) {
      if (executablePath(process.pid) !== process.executable.path) process.endedAt = now;
      else if (!process.sample(now)) process.endedAt = now;
    }
  }

  /** For telling whose trace a line is: Go processes that run, or have just ended. */
  writers(now: number): readonly TraceWriter[] {
    return this.processes.filter(
      ({ isGo, endedAt }) => isGo && (endedAt === undefined || now - endedAt < 1000),
    );
  }

  private visit(pid: number, now: number): void {
    const known = this.alive.find((process) => process.pid === pid);
    const path = executablePath(pid);
    if (path === undefined || known?.executable.path === path) return;
    if (known !== undefined) known.endedAt = now;
    const other = this.others.get(pid);
    if (other?.path === path) {
      this.others.set(pid, { path, at: now });
      return;
    }
    // RSS first: a short program may not live to see the rest.
    const status = readStatus(pid);
    const stat = readProcessStat(pid);
    if (stat !== undefined && stat.state !== "Z") {
      const process = this.identify(stat, path, now, known);
      if (process?.sample(now, status) === true) this.processes.push(process);
    }
  }

  /** Undefined for what is not watched. */
  private identify(
    { pid, startTicks }: ProcessStat,
    path: string,
    now: number,
    before: WatchedProcess | undefined,
  ): WatchedProcess | undefined {
    // A build starts hundreds of them; what they write is the go command's to print.
    if (isBuildTool(path)) return undefined;
    const executable = this.executables.read(pid);
    const isGo = executable.build !== undefined;
    const notBefore = before?.lastAt ?? this.others.get(pid)?.at ?? Number.NEGATIVE_INFINITY;
    if (!isGo) this.others.set(pid, { path, at: now });
    if ((!isGo && pid !== this.root) || this.processes.length >= MOST) return undefined;
    const startedAt = Math.max(this.startOf(startTicks, now), notBefore);
    return new WatchedProcess(pid, startTicks, startedAt, { ...executable, path });
  }

  private startOf(startTicks: number, now: number): number {
    const uptime = Number((readProcText("/proc/uptime") ?? "").split(" ")[0]);
    const age = uptime - startTicks / this.ticksPerSecond;
    return Number.isFinite(age) ? now - age * 1000 : now;
  }
}

/** The compiler, the linker and the like. */
function isBuildTool(path: string): boolean {
  return /\/pkg\/tool\/[^/]+\/[^/]+$/.test(path);
}

/** Undefined where the process is gone, a zombie, or not ours to see. */
function executablePath(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}
