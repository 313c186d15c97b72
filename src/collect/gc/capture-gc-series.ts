/**
 * MemStats of a running program over time, as a bundle: the cheapest page that has them, again and
 * again, and what the kernel says at the beginning and at the end. Only after the last one a heap profile is
 * taken and /metrics read, because each costs the program memory and so brings its next collection on: they tell
 * a GOGC that the program has set itself.
 */
import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ResidentError } from "../../base/errors.ts";
import type { RawBundle, RawSnapshot } from "../../model/bundle.ts";
import { belowPrefix, besidePprof, displayUrl, type Endpoint } from "../http/endpoint.ts";
import { openConnection } from "../http/exchange.ts";
import { fetchBytes } from "../http/fetch-bytes.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { redactVars } from "../pprof/redact-vars.ts";
import { captureProcess, type ProcessCapture } from "../process/capture-process.ts";
import { ExecutableReader } from "../process/read-executable.ts";
import { jsonBytes, rawSnapshot, snapshotName } from "../raw-snapshot.ts";
import type { LiveTarget } from "../target/target.ts";

export interface GcSeriesOptions {
  readonly count: number;
  readonly everySeconds: number;
  readonly http?: HttpOptions;
  readonly onProgress?: (done: number) => void;
  /** Ends the series with what there is. */
  readonly signal?: AbortSignal;
}

/** A page with MemStats: its place in a bundle, where it is, and what to do to its bytes. */
interface Page {
  readonly place: string;
  readonly path: string;
  readonly clean?: (bytes: Uint8Array) => Uint8Array;
}

/** Throws RES_NO_DATA for a process without pprof, and what the first request throws. */
export async function captureGcSeries(
  target: LiveTarget,
  options: GcSeriesOptions,
): Promise<RawBundle> {
  const { endpoint } = target;
  if (endpoint === undefined) throw noMemStats(target);
  const agent = openConnection(endpoint);
  try {
    const series = new Series(target, endpoint, agent, options);
    return await series.run();
  } finally {
    agent.destroy();
  }
}

class Series {
  private readonly target: LiveTarget;
  private readonly endpoint: Endpoint;
  private readonly agent: Agent;
  private readonly options: GcSeriesOptions;
  private readonly executables = new ExecutableReader();
  private readonly snapshots: RawSnapshot[] = [];
  private readonly remarks: string[];
  private page: Page | undefined;

  constructor(target: LiveTarget, endpoint: Endpoint, agent: Agent, options: GcSeriesOptions) {
    this.target = target;
    this.endpoint = endpoint;
    this.agent = agent;
    this.options = options;
    this.remarks = [...target.remarks];
  }

  /** On a fixed grid of times; a program that ends leaves what was read of it. */
  async run(): Promise<RawBundle> {
    const { count, everySeconds, signal, onProgress } = this.options;
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      const rest = start + i * everySeconds * 1000 - performance.now();
      if (rest > 0) await sleep(rest, undefined, signal && { signal }).catch(() => undefined);
      const isLast = i + 1 === count || signal?.aborted === true;
      if (!(await this.take(isLast))) break;
      onProgress?.(i + 1);
      if (isLast) break;
    }
    return this.bundle();
  }

  private async take(isLast: boolean): Promise<boolean> {
    const time = Date.now() / 1000;
    try {
      const own = new Map([await this.read()]);
      if (isLast) for (const [place, bytes] of await this.settings()) own.set(place, bytes);
      const isEdge = isLast || this.snapshots.length === 0;
      const kernel = isEdge ? this.kernel() : undefined;
      const name = snapshotName(this.snapshots.length + 1);
      const halves = { kernel, own, notes: {} };
      this.snapshots.push(rawSnapshot(name, time, this.target.missing, halves));
      return true;
    } catch (error) {
      if (this.snapshots.length === 0 || !(error instanceof ResidentError)) throw error;
      this.remarks.push("The program no longer answered.");
      return false;
    }
  }

  /** The page that was found first is asked again. */
  private async read(): Promise<[place: string, bytes: Uint8Array]> {
    if (this.page !== undefined) return this.fetch(this.page);
    const failures: unknown[] = [];
    for (const page of this.pages()) {
      try {
        const read = await this.fetch(page);
        this.page = page;
        return read;
      } catch (error) {
        if (!(error instanceof ResidentError) || error.code === "RES_CONNECT") throw error;
        failures.push(error);
      }
    }
    throw failures[0];
  }

  /**
   * What tells a GOGC that the program has set itself: the profile, and /metrics, where it may stand. Without either
   * what is live is told by the environment's GOGC alone.
   */
  private async settings(): Promise<[place: string, bytes: Uint8Array][]> {
    const profile = { place: "pprof/heap", path: `${this.endpoint.pprofPath}heap` };
    const all = [profile, this.metrics()].filter(({ place }) => place !== this.page?.place);
    const read: [string, Uint8Array][] = [];
    for (const page of all) {
      try {
        read.push(await this.fetch(page));
      } catch (error) {
        if (!(error instanceof ResidentError)) throw error;
      }
    }
    return read;
  }

  private metrics(): Page {
    return { place: "metrics.txt", path: belowPrefix(this.endpoint, "metrics") };
  }

  private pages(): Page[] {
    return [
      {
        place: "vars.json",
        path: besidePprof(this.endpoint, "vars"),
        clean: (bytes) => withMemStats(redactVars(bytes)),
      },
      { place: "pprof/heap.debug1.txt", path: `${this.endpoint.pprofPath}heap?debug=1` },
      this.metrics(),
    ];
  }

  private async fetch({ place, path, clean }: Page): Promise<[string, Uint8Array]> {
    const { body } = await fetchBytes(this.endpoint, path, {
      ...this.options.http,
      agent: this.agent,
    });
    return [place, clean === undefined ? body : clean(body)];
  }

  /** What it says of the process's start and limits; without it the report is poorer, not wrong. */
  private kernel(): ProcessCapture | undefined {
    if (this.target.pid === undefined) return undefined;
    try {
      return captureProcess(this.target.pid, { executables: this.executables });
    } catch (error) {
      if (error instanceof ResidentError) return undefined;
      throw error;
    }
  }

  private bundle(): RawBundle {
    const name = displayUrl(this.endpoint);
    const note = this.remarks.length === 0 ? {} : { note: this.remarks.join(" ") };
    const json = jsonBytes({ format: 1, target: name, ...note });
    return { target: name, files: new Map([["bundle.json", json]]), snapshots: this.snapshots };
  }
}

/** Package expvar without the runtime's variables would make the pages behind it go unasked. */
function withMemStats(bytes: Uint8Array): Uint8Array {
  if (new TextDecoder().decode(bytes).includes('"memstats"')) return bytes;
  throw new ResidentError("RES_NO_DATA", "/debug/vars has no memstats");
}

/** Whoever looked for its pprof knows best why there is none. */
function noMemStats({ label, missing }: LiveTarget): ResidentError {
  const found = missing.find(({ source }) => source === "pprof/heap");
  const why = found === undefined ? "it has no pprof or expvar" : found.reason;
  const log = "Or start it with GODEBUG=gctrace=1 and give its log: `resident gc LOG`.";
  return new ResidentError("RES_NO_DATA", `${label} could not be asked for MemStats: ${why}`, {
    hint: `${found?.remedy ?? "Import net/http/pprof."} ${log}`,
  });
}
