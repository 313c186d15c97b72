/**
 * A process that is watched while it runs: what it is, its RSS in time, and the looks that were taken
 * of it. A PID whose executable changes (exec) is another program, and another object of this class.
 */
import { basename } from "node:path";
import { Float64Column } from "../../../base/columns.ts";
import { decodeStatus } from "../../../decode/procfs/decode-status.ts";
import type { Executable } from "../../process/read-executable.ts";
import { readProcFile } from "../../process/read-proc-file.ts";
import type { Look } from "./take-look.ts";
import type { Level } from "./worth-looking.ts";

export class WatchedProcess {
  readonly pid: number;
  readonly startTicks: number;
  /** Milliseconds of the run's clock, as are all times here. */
  readonly startedAt: number;
  readonly executable: Executable;
  readonly isTool: boolean;
  readonly at = new Float64Column();
  readonly rss = new Float64Column();
  /** The kernel's own high-water mark: also what was between two readings. */
  peak = 0;
  /** Of the first reading that has it. */
  peakAt = Number.NaN;
  /** Of the reading before that: the peak was later. */
  peakAfter = Number.NaN;
  /** The most at which the program was asked for profiles, whether it answered or not. */
  asked = 0;
  name = "";
  endedAt: number | undefined;
  readonly looks: Look[] = [];
  /** A peak, and when it was reached that was not much below the one of now: RSS creeps up for long. */
  private level = 0;
  private levelAt = Number.NaN;

  constructor(pid: number, startTicks: number, startedAt: number, executable: Executable) {
    this.pid = pid;
    this.startTicks = startTicks;
    this.startedAt = startedAt;
    this.executable = executable;
    this.isTool = isGoTool(executable.path ?? "");
  }

  get isGo(): boolean {
    return this.executable.build !== undefined;
  }

  /** Bytes at the last reading; 0 before the first. */
  get current(): number {
    return this.rss.length === 0 ? 0 : this.rss.data[this.rss.length - 1]!;
  }

  /** @param seen bytes: RSS at the highest look that counts */
  levelAbove(seen: number, now: number): Level {
    return { current: this.current, seen, sincePeak: now - this.peakAt, held: now - this.levelAt };
  }

  get lastAt(): number {
    return this.at.length === 0 ? Number.NaN : this.at.data[this.at.length - 1]!;
  }

  /**
   * Reads RSS once; false where the process has no memory any more.
   * @param bytes /proc/PID/status, where it was read already
   */
  sample(now: number, bytes = readStatus(this.pid)): boolean {
    const status = bytes === undefined ? undefined : decodeStatus(bytes);
    if (status?.vmRss === undefined) return false;
    const peak = Math.max(status.vmHwm ?? 0, status.vmRss);
    if (peak > this.peak) {
      this.peak = peak;
      this.peakAfter = this.lastAt;
      this.peakAt = now;
    }
    if (this.peak * SAME_LEVEL > this.level) {
      this.level = this.peak;
      this.levelAt = now;
    }
    this.name = status.name;
    this.at.push(now);
    this.rss.push(status.vmRss);
    return true;
  }
}

/** A level lasts as long as RSS grows by no more than that. */
const SAME_LEVEL = 0.95;

export function readStatus(pid: number): Uint8Array | undefined {
  return readProcFile(`/proc/${pid}/status`).bytes;
}

/** The go command and gofmt: Go programs too, but not those that one means. */
function isGoTool(path: string): boolean {
  return ["go", "gofmt"].includes(basename(path));
}
