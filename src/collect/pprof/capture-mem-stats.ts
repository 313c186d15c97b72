/**
 * MemStats and the number of goroutines alone, for looking every few seconds: `/debug/vars` where the
 * program has it, because `heap?debug=1` prints a line for each record of the heap profile as well.
 */
import { ResidentError } from "../../base/errors.ts";
import { besidePprof, type Endpoint } from "../http/endpoint.ts";
import { fetchBytes } from "../http/fetch-bytes.ts";
import type { HttpOptions } from "../http/http-options.ts";
import type { FileReading } from "./page-taker.ts";
import { type PprofIndex, probePprof } from "./probe-pprof.ts";
import { redactVars } from "./redact-vars.ts";

export type MemStatsPage = "vars.json" | "pprof/heap.debug1.txt";

export interface MemStatsCapture {
  /** Its counts hold the number of goroutines. */
  readonly index: PprofIndex;
  /** That the page with MemStats took. */
  readonly pageSeconds: number;
  /** That the index took: a page that costs the program next to nothing, so the way there and back. */
  readonly indexSeconds: number;
  /** Which page has MemStats; to be given the next time. */
  readonly page: MemStatsPage;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly readings: ReadonlyMap<string, FileReading>;
}

/**
 * @param page the one that had MemStats before; both are tried without it
 * Throws what probePprof throws, and a ResidentError where neither page can be read.
 */
export async function captureMemStats(
  endpoint: Endpoint,
  http: HttpOptions,
  page?: MemStatsPage,
): Promise<MemStatsCapture> {
  const found = page ?? ((await hasVars(endpoint, http)) ? "vars.json" : "pprof/heap.debug1.txt");
  const readAt = Date.now() / 1000;
  const start = performance.now();
  const bytes = await READERS[found](endpoint, http);
  const askedAt = performance.now();
  const index = await probePprof(endpoint, http);
  return {
    index,
    pageSeconds: (askedAt - start) / 1000,
    indexSeconds: (performance.now() - askedAt) / 1000,
    page: found,
    files: new Map([[found, bytes]]),
    readings: new Map([[found, { readAt }]]),
  };
}

type Reader = (endpoint: Endpoint, http: HttpOptions) => Promise<Uint8Array>;

const READERS: Readonly<Record<MemStatsPage, Reader>> = {
  "vars.json": async (endpoint, http) => {
    const { body } = await fetchBytes(endpoint, besidePprof(endpoint, "vars"), http);
    return redactVars(body);
  },
  "pprof/heap.debug1.txt": async (endpoint, http) =>
    (await fetchBytes(endpoint, `${endpoint.pprofPath}heap?debug=1`, http)).body,
};

/** True where the page is there and holds MemStats: a program may have put its own in its place. */
async function hasVars(endpoint: Endpoint, http: HttpOptions): Promise<boolean> {
  try {
    const text = new TextDecoder().decode(await READERS["vars.json"](endpoint, http));
    return /"memstats"\s*:\s*\{/.test(text);
  } catch (error) {
    if (error instanceof ResidentError && error.code !== "RES_CONNECT") return false;
    throw error;
  }
}
