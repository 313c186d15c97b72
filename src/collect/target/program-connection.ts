/**
 * The program's own half of the snapshots of one capture: one connection, opened and asked for the
 * index before the first snapshot, so that no time for that lies between the two halves.
 */
import type { Agent } from "node:http";
import { ResidentError } from "../../base/errors.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { openConnection } from "../http/exchange.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { capturePprof } from "../pprof/capture-pprof.ts";
import type { FileReading } from "../pprof/page-taker.ts";
import { type PprofIndex, probePprof } from "../pprof/probe-pprof.ts";

export interface ProgramOptions {
  readonly deep?: boolean;
  readonly gc?: boolean;
  readonly http?: HttpOptions;
  readonly metricsPath?: string;
}

export class ProgramConnection {
  private readonly endpoint: Endpoint;
  private readonly options: ProgramOptions;
  private readonly agent: Agent;
  private index: PprofIndex | undefined;
  private readings: Record<string, FileReading> = {};
  private taken = 0;
  /** As the newest profile of them says. */
  private goroutines: number | undefined;

  constructor(endpoint: Endpoint, options: ProgramOptions) {
    this.endpoint = endpoint;
    this.options = options;
    this.agent = openConnection(endpoint);
  }

  /**
   * Throws what probePprof throws; with `optional` the failure becomes the note of what is missing,
   * because there is another half to show.
   */
  async open(optional: boolean): Promise<void> {
    try {
      this.index = await probePprof(this.endpoint, this.http());
    } catch (error) {
      if (!optional || !(error instanceof ResidentError)) throw error;
      const { message: reason, hint } = error;
      this.readings = { "pprof/heap": { reason, ...(hint === undefined ? {} : { remedy: hint }) } };
    }
  }

  /**
   * Files of one snapshot by bundle path; empty where nothing answers.
   * @param isLast no other snapshot comes after it
   */
  async take(isLast: boolean): Promise<ReadonlyMap<string, Uint8Array>> {
    if (this.index === undefined) return new Map();
    const goroutines = this.goroutines ?? this.index.counts.get("goroutine");
    const { deep = false, gc = false, metricsPath } = this.options;
    const { files, readings } = await capturePprof(this.endpoint, {
      ...this.http(),
      index: this.index,
      deep,
      gc,
      place: {
        isFirst: this.taken++ === 0,
        isLast,
        ...(goroutines === undefined ? {} : { goroutines }),
      },
      ...(metricsPath === undefined ? {} : { metricsPath }),
    });
    this.readings = Object.fromEntries(readings);
    this.goroutines = countGoroutines(files.get("pprof/goroutine.debug1.txt")) ?? goroutines;
    return files;
  }

  /** What the last `take` says of its files, for meta.json. */
  notes(): Readonly<Record<string, FileReading>> {
    return this.readings;
  }

  close(): void {
    this.agent.destroy();
  }

  private http(): HttpOptions {
    return { ...this.options.http, agent: this.agent };
  }
}

/** From the first line of goroutine?debug=1. */
function countGoroutines(profile: Uint8Array | undefined): number | undefined {
  const head = new TextDecoder().decode(profile?.subarray(0, 100));
  const count = /^goroutine profile: total (\d+)/.exec(head)?.[1];
  return count === undefined ? undefined : Number(count);
}
