/**
 * A running program → a bundle of one or more snapshots. The kernel's half and the program's own
 * half of each are read back to back: the memory mappings last of the one, MemStats and the heap
 * profile first of the other, because what lies between them shows up as a difference in the ledger.
 *
 * A program that ends, or a capture that is stopped, leaves the snapshots made so far.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ResidentError } from "../base/errors.ts";
import { formatCount } from "../base/units.ts";
import type { BundleJson, RawBundle, RawSnapshot } from "../model/bundle.ts";
import { displayUrl } from "./http/endpoint.ts";
import type { HttpOptions } from "./http/http-options.ts";
import { captureProcess, type ProcessCapture } from "./process/capture-process.ts";
import { notGoProgram } from "./process/not-go-program.ts";
import { ExecutableReader } from "./process/read-executable.ts";
import { isStillThere } from "./process/read-process-identity.ts";
import { jsonBytes, rawSnapshot, snapshotName } from "./raw-snapshot.ts";
import { ProgramConnection } from "./target/program-connection.ts";
import type { LiveTarget } from "./target/target.ts";

export interface CaptureOptions {
  /** Number of snapshots, 1 unless given. */
  readonly count?: number;
  /** From the beginning of one snapshot to the next, 5 unless given. */
  readonly everySeconds?: number;
  /** Take all goroutines' stacks however many there are: it stops the program for as long. */
  readonly deep?: boolean;
  /** Make the program collect garbage before each snapshot's heap, and take `goroutineleak`. */
  readonly gc?: boolean;
  readonly http?: HttpOptions;
  readonly metricsPath?: string;
  /** Called after each snapshot. */
  readonly onProgress?: (done: number, count: number) => void;
  /** Ends the capture with what there is. */
  readonly signal?: AbortSignal;
}

/**
 * Throws RES_PROCESS where the process is gone or no Go program, and what probePprof throws where
 * only a URL is given and nothing answers there.
 */
export async function capture(
  target: LiveTarget,
  options: CaptureOptions = {},
): Promise<RawBundle> {
  const recorder = new Recorder(target, options);
  try {
    await recorder.run();
    return recorder.bundle();
  } finally {
    recorder.close();
  }
}

class Recorder {
  private readonly target: LiveTarget;
  private readonly options: CaptureOptions;
  private readonly executables = new ExecutableReader();
  private readonly program: ProgramConnection | undefined;
  private readonly snapshots: RawSnapshot[] = [];
  private readonly remarks: string[];
  private first: ProcessCapture | undefined;

  constructor(target: LiveTarget, options: CaptureOptions) {
    this.target = target;
    this.options = options;
    this.remarks = [...target.remarks];
    const { endpoint } = target;
    this.program = endpoint && new ProgramConnection(endpoint, options);
  }

  /** Snapshots on a fixed grid of times, so that a slow one does not shift the others. */
  async run(): Promise<void> {
    const { count = 1, everySeconds = 5, signal, onProgress } = this.options;
    await this.program?.open(this.target.pid !== undefined);
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      await this.waitUntil(start + i * everySeconds * 1000);
      if (signal?.aborted) return this.stopped(count);
      if (!(await this.take(i + 1 === count))) return;
      onProgress?.(i + 1, count);
    }
  }

  close(): void {
    this.program?.close();
  }

  bundle(): RawBundle {
    const name = this.name();
    const goVersion = this.first?.meta.goVersion;
    const isExact = goVersion !== undefined && !this.first?.meta.goVersionIsApproximate;
    const json: BundleJson = {
      format: 1,
      ...(isExact ? { go: goVersion } : {}),
      target: name,
      ...(this.remarks.length === 0 ? {} : { note: this.remarks.join(" ") }),
    };
    return {
      target: name,
      files: new Map([["bundle.json", jsonBytes(json)]]),
      snapshots: this.snapshots,
    };
  }

  private name(): string {
    const { pid, endpoint, label } = this.target;
    const process = this.first && `${this.first.identity.status.name} (process ${pid})`;
    const url = endpoint && displayUrl(endpoint);
    return [process, url].filter((part) => part !== undefined).join(" at ") || label;
  }

  private async waitUntil(time: number): Promise<void> {
    const rest = time - performance.now();
    const { signal } = this.options;
    if (rest <= 0) return;
    await sleep(rest, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }

  /** False where there is nothing more to come. */
  private async take(isLast: boolean): Promise<boolean> {
    const time = Date.now() / 1000;
    const kernel = this.kernelHalf();
    if (kernel === "ended") return this.ended();
    const own = (await this.program?.take(isLast)) ?? new Map<string, Uint8Array>();
    const isFirst = this.snapshots.length === 0;
    if (kernel === undefined && own.size === 0 && !isFirst) return this.silent();
    const hasEnded = kernel !== undefined && (kernel.ended || !isStillThere(kernel.identity));
    if (hasEnded && (!isFirst || (kernel.ended && own.size === 0))) return this.ended();
    this.snapshots.push(this.snapshot(time, kernel, own));
    return hasEnded ? this.ended() : true;
  }

  /** Undefined where no PID is known; "ended" where its process was there before and no longer is. */
  private kernelHalf(): ProcessCapture | "ended" | undefined {
    const { pid } = this.target;
    if (pid === undefined) return undefined;
    try {
      const capture = captureProcess(pid, { executables: this.executables });
      const isAnother =
        this.first !== undefined && this.first.identity.startTicks !== capture.identity.startTicks;
      if (isAnother) return "ended";
      if (capture.isGo === false && this.program === undefined) {
        throw notGoProgram(pid, capture.identity.status.name);
      }
      this.first ??= capture;
      return capture;
    } catch (error) {
      if (this.first === undefined || !(error instanceof ResidentError)) throw error;
      return "ended";
    }
  }

  private snapshot(
    time: number,
    kernel: ProcessCapture | undefined,
    own: ReadonlyMap<string, Uint8Array>,
  ): RawSnapshot {
    return rawSnapshot(snapshotName(this.snapshots.length + 1), time, this.target.missing, {
      kernel,
      own,
      notes: this.program?.notes() ?? {},
    });
  }

  private ended(): false {
    const { pid } = this.target;
    if (this.snapshots.length === 0) {
      throw new ResidentError("RES_PROCESS", `process ${pid} ended while it was read`, {
        hint: "Start it again, and capture it while it runs.",
      });
    }
    this.remarks.push(`Process ${pid} ended ${after(this.snapshots.length)}.`);
    return false;
  }

  private silent(): false {
    this.remarks.push(`The program no longer answered ${after(this.snapshots.length)}.`);
    return false;
  }

  private stopped(count: number): void {
    if (this.snapshots.length === 0) {
      throw new ResidentError("RES_NO_DATA", "the capture was stopped before its first snapshot");
    }
    this.remarks.push(`The capture was stopped ${after(this.snapshots.length)} of ${count}.`);
  }
}

function after(count: number): string {
  return `after ${formatCount(count)} ${count === 1 ? "snapshot" : "snapshots"}`;
}
