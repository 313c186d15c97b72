/**
 * Takes pages of one program for one snapshot, each as a file of the bundle. A page that is missing is
 * noted with the reason and what would help, never an error: the ledger says what it lacks.
 */
import { ResidentError } from "../../base/errors.ts";
import type { MetaJson } from "../../model/bundle.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { type FetchOptions, fetchBytes } from "../http/fetch-bytes.ts";
import { HttpError } from "../http/http-error.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { heapAddresses } from "./heap-addresses.ts";

/** When a file was read (unix seconds), or why it is missing and what would help. */
export type FileReading = NonNullable<MetaJson["files"]>[string];

export interface TakeOptions extends FetchOptions {
  /** Reason and remedy for a 404. */
  readonly absent?: readonly [reason: string, remedy: string];
  /** What to keep of the body; throws a ResidentError if it is not what it should be. */
  readonly check?: (body: Uint8Array) => Uint8Array;
}

export class PageTaker {
  /** Bytes by path below the snapshot's folder. */
  readonly files = new Map<string, Uint8Array>();
  /** By the same paths, and by those of the files that are missing; goes into meta.json. */
  readonly readings = new Map<string, FileReading>();
  /** From the question to the end of the answer, in seconds, by path. */
  readonly seconds = new Map<string, number>();
  protected readonly endpoint: Endpoint;
  private readonly http: HttpOptions;
  private lost = 0;

  constructor(endpoint: Endpoint, http: HttpOptions) {
    this.endpoint = endpoint;
    this.http = http;
  }

  profile(name: string, page = name, options: FetchOptions = {}): Promise<void> {
    return this.take(`pprof/${name}`, this.endpoint.pprofPath + page, { ...options });
  }

  /** The heap profile, with names where it has only addresses. */
  async heap(): Promise<void> {
    await this.profile("heap");
    await this.symbols();
  }

  /** Names for a heap profile that has only addresses. */
  async symbols(): Promise<void> {
    const addresses = heapAddresses(this.files.get("pprof/heap") ?? new Uint8Array());
    if (addresses.length === 0) return;
    await this.profile("symbol.txt", "symbol", { post: addresses.join("+") });
  }

  /** Anything may lie at that path; only Prometheus text is kept. */
  metrics(path: string): Promise<void> {
    return this.take("metrics.txt", path, {
      absent: ["there is no /metrics", "Serve Prometheus metrics: they have RSS and VIRT."],
      check: assertMetrics,
    });
  }

  async take(path: string, page: string, options: TakeOptions): Promise<void> {
    if (this.lost >= 2) return this.miss(path, "not asked for: the program no longer answers");
    const { absent, check, ...rest } = options;
    const readAt = Date.now() / 1000;
    const start = performance.now();
    try {
      const { body } = await fetchBytes(this.endpoint, page, { ...this.http, ...rest });
      this.seconds.set(path, (performance.now() - start) / 1000);
      this.files.set(path, check === undefined ? body : check(body));
      this.readings.set(path, { readAt });
    } catch (error) {
      if (!(error instanceof ResidentError)) throw error;
      if (error.code === "RES_CONNECT") this.lost++;
      const isAbsent = error instanceof HttpError && error.status === 404;
      const [reason, remedy] = (isAbsent ? absent : undefined) ?? [error.message, error.hint];
      this.miss(path, reason, remedy);
    }
  }

  miss(path: string, reason: string, remedy?: string): void {
    this.readings.set(path, { reason, ...(remedy === undefined ? {} : { remedy }) });
  }
}

function assertMetrics(body: Uint8Array): Uint8Array {
  const head = new TextDecoder().decode(body.subarray(0, 4096));
  if (/^(?:# (?:HELP|TYPE) |[a-zA-Z_:][\w:]*(?:\{[^\n]*\})? +[-+\d])/m.test(head)) return body;
  throw new ResidentError("RES_DECODE", "/metrics is not Prometheus text", {
    hint: "Serve client_golang's handler there.",
  });
}
