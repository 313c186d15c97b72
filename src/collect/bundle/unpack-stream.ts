/**
 * The unpacked bytes of an archive as they come, gzip or not, each chunk counted before it is handed
 * on: a bomb ends at the limit, after a few MiB of memory.
 */
import type { Readable } from "node:stream";
import { isGzip } from "../gunzip.ts";
import { gunzipStream, withFirst } from "../gunzip-stream.ts";
import type { BundleBudget } from "./limits.ts";

/**
 * Chunks of `source`, through gunzip if it starts as gzip does.
 * Throws DecodeError where the gzip stream is cut or corrupt, RES_TOO_LARGE beyond the budget.
 */
export async function* unpackStream(
  source: Readable,
  budget: BundleBudget,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done) return;
  const whole = withFirst(first.value, chunks);
  for await (const chunk of isGzip(first.value) ? gunzipStream(whole) : whole) {
    budget.addBytes(chunk.length);
    yield chunk;
  }
}
