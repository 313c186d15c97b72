/**
 * HeapAlloc of a running program, from the cheapest page that has MemStats: /debug/vars where
 * package expvar is in it, else the text of the heap profile.
 */
import { asResidentError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import { decodeHeapMemStats } from "../../decode/memstats/decode-heap-mem-stats.ts";
import { decodeVars } from "../../decode/memstats/decode-vars.ts";
import { besidePprof, type Endpoint } from "../http/endpoint.ts";
import { fetchBytes } from "../http/fetch-bytes.ts";
import type { HttpOptions } from "../http/http-options.ts";

/** Bytes, or undefined where neither page is there or tells it. */
export async function readHeapAlloc(
  endpoint: Endpoint,
  http: HttpOptions,
): Promise<number | undefined> {
  const fromVars = await ask(
    endpoint,
    besidePprof(endpoint, "vars"),
    http,
    (body) => decodeVars(body).memStats?.HeapAlloc,
  );
  if (fromVars !== undefined) return fromVars;
  return ask(
    endpoint,
    `${endpoint.pprofPath}heap?debug=1`,
    http,
    (body) => decodeHeapMemStats(new TextDecoder().decode(body)).HeapAlloc,
  );
}

async function ask(
  endpoint: Endpoint,
  path: string,
  http: HttpOptions,
  read: (body: Uint8Array) => number | undefined,
): Promise<number | undefined> {
  try {
    const { body } = await fetchBytes(endpoint, path, { ...http, maxBytes: 64 * MiB });
    return read(body);
  } catch (error) {
    asResidentError(error);
    return undefined;
  }
}
