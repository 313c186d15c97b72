/**
 * Looks at one run of a program: the kernel's half and the program's own half, as `capture` takes
 * them, but in parts of different cost. It ends with the run: after a restart another one is made.
 */
import type { Agent } from "node:http";
import { ResidentError } from "../../base/errors.ts";
import type { RawSnapshot } from "../../model/bundle.ts";
import { openConnection } from "../http/exchange.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { captureMemStats, type MemStatsPage } from "../pprof/capture-mem-stats.ts";
import { capturePprof } from "../pprof/capture-pprof.ts";
import {
  captureRecorded,
  type RecordedCapture,
  type RecordedWishes,
} from "../pprof/capture-recorded.ts";
import type { FileReading } from "../pprof/page-taker.ts";
import {
  type CaptureProcessOptions,
  captureProcess,
  type ProcessCapture,
} from "../process/capture-process.ts";
import { ExecutableReader } from "../process/read-executable.ts";
import { type ProcessFigures, readFigures } from "../process/read-figures.ts";
import { rawSnapshot } from "../raw-snapshot.ts";
import type { LiveTarget } from "../target/target.ts";

export interface LookerOptions {
  readonly http?: HttpOptions;
  readonly metricsPath?: string;
}

/** Bytes as they were read, with what the program knows of its goroutines. */
export interface TakenLook {
  readonly time: number;
  readonly raw: RawSnapshot;
  readonly goroutines: number | undefined;
  /** From the first question to the last answer of the program. */
  readonly askedSeconds: number;
  /** That reading procfs took. */
  readonly readSeconds: number;
  /** Why the program's half is missing although there is an address for it. */
  readonly trouble: ResidentError | undefined;
}

/** A look as a recorder takes it. */
export interface RecordedLook extends TakenLook {
  /** undefined: no PID, or it was not asked. User and system time since the start, in seconds. */
  readonly cpuSeconds: number | undefined;
  /** undefined: the program did not answer, was not asked, or there is no address for it. */
  readonly asked: Pick<RecordedCapture, "collections" | "heap" | "seconds"> | undefined;
}

interface OwnHalf {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly notes: Readonly<Record<string, FileReading>>;
  readonly goroutines?: number | undefined;
  readonly trouble?: ResidentError;
}

/** The kernel walks all page tables once more for it, and smaps says the same. */
const BRIEF: CaptureProcessOptions = { given: new Map([["smaps_rollup", undefined]]) };

/** One that hangs must not hide for a minute that it does. */
const PATIENCE: HttpOptions = { timeoutMs: 30_000, idleMs: 10_000 };

export class Looker {
  readonly target: LiveTarget;
  private readonly http: HttpOptions;
  private readonly agent: Agent | undefined;
  private readonly executables = new ExecutableReader();
  private readonly metricsPath: string | undefined;
  private startTicks: number | undefined;
  private page: MemStatsPage | undefined;
  private taken = 0;

  constructor(target: LiveTarget, { http, metricsPath }: LookerOptions) {
    this.target = target;
    this.agent = target.endpoint && openConnection(target.endpoint);
    this.http = { ...PATIENCE, ...http, ...(this.agent && { agent: this.agent }) };
    this.metricsPath = metricsPath;
  }

  close(): void {
    this.agent?.destroy();
  }

  /** Undefined where no PID is known. Throws RES_PROCESS where its process has ended. */
  figures(): ProcessFigures | undefined {
    const { pid } = this.target;
    if (pid === undefined) return undefined;
    const figures = readFigures(pid);
    this.holdTo(figures.identity.startTicks);
    return figures;
  }

  /** Mappings, MemStats and the number of goroutines. Throws RES_PROCESS as `figures` does. */
  async memStats(): Promise<TakenLook> {
    return this.take(BRIEF, async () => {
      const { endpoint } = this.target;
      if (endpoint === undefined) return NOTHING;
      const { index, page, files, readings } = await captureMemStats(
        endpoint,
        this.http,
        this.page,
      );
      this.page = page;
      const notes = Object.fromEntries(readings);
      return { files, notes, goroutines: index.counts.get("goroutine") };
    });
  }

  /**
   * All that a report is made of.
   * @param isLast also the list of all goroutines with their waiting times, as the end of a capture
   */
  async whole(isLast: boolean): Promise<TakenLook> {
    return this.take({}, async () => {
      const { endpoint } = this.target;
      if (endpoint === undefined) return NOTHING;
      const { index, files, readings } = await capturePprof(endpoint, {
        ...this.http,
        ...(this.metricsPath === undefined ? {} : { metricsPath: this.metricsPath }),
        // How often to ask for goroutines is the schedule's decision, not that of a series.
        place: { isFirst: true, isLast },
      });
      const notes = Object.fromEntries(readings);
      return { files, notes, goroutines: index.counts.get("goroutine") };
    });
  }

  /**
   * What is due, and MemStats. Throws RES_PROCESS as `figures` does.
   * @param wishes null: the kernel alone is asked
   * @param profiled as for captureRecorded
   * @param http credentials and bounds of this look
   */
  async recorded(
    wishes: RecordedWishes | null,
    profiled: number | undefined,
    http: HttpOptions,
  ): Promise<RecordedLook> {
    let asked: RecordedCapture | undefined;
    const cpuSeconds = this.figures()?.cpuSeconds;
    const taken = await this.take(BRIEF, async () => {
      const { endpoint } = this.target;
      if (endpoint === undefined || wishes === null) return NOTHING;
      asked = await captureRecorded(endpoint, wishes, {
        http: { ...this.http, ...http },
        page: this.page,
        profiled,
        metricsPath: this.metricsPath,
      });
      this.page = asked.page;
      const { index, files, readings } = asked;
      const notes = Object.fromEntries(readings);
      return { files, notes, goroutines: index.counts.get("goroutine") };
    });
    return { ...taken, cpuSeconds, asked };
  }

  private async take(
    kernelOptions: CaptureProcessOptions,
    askProgram: () => Promise<OwnHalf>,
  ): Promise<TakenLook> {
    const time = Date.now() / 1000;
    const start = performance.now();
    const kernel = this.kernelHalf(kernelOptions);
    const asked = performance.now();
    const own = await askProgram().catch((error: unknown): OwnHalf => troubled(error));
    if (kernel === undefined && own.trouble !== undefined) throw own.trouble;
    const raw = rawSnapshot(String(++this.taken), time, this.target.missing, {
      kernel,
      own: own.files,
      notes: own.notes,
    });
    return {
      time,
      raw,
      goroutines: own.goroutines,
      askedSeconds: (performance.now() - asked) / 1000,
      readSeconds: (asked - start) / 1000,
      trouble: own.trouble,
    };
  }

  private kernelHalf(options: CaptureProcessOptions): ProcessCapture | undefined {
    const { pid } = this.target;
    if (pid === undefined) return undefined;
    const capture = captureProcess(pid, { ...options, executables: this.executables });
    this.holdTo(capture.identity.startTicks);
    if (capture.ended) throw endedError(pid);
    return capture;
  }

  /** A PID is used again after its process has ended. */
  private holdTo(startTicks: number): void {
    this.startTicks ??= startTicks;
    if (this.startTicks !== startTicks) throw endedError(this.target.pid!);
  }
}

const NOTHING: OwnHalf = { files: new Map(), notes: {} };

function endedError(pid: number): ResidentError {
  return new ResidentError("RES_PROCESS", `process ${pid} has ended`);
}

function troubled(error: unknown): OwnHalf {
  if (!(error instanceof ResidentError)) throw error;
  const { message: reason, hint } = error;
  const note = { reason, ...(hint === undefined ? {} : { remedy: hint }) };
  return { ...NOTHING, notes: { "pprof/heap": note }, trouble: error };
}
