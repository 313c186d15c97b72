/**
 * The unpacked bytes of an archive as they come, gzip or not, each chunk counted before it is handed
 * on: a bomb ends at the limit, after a few MiB of memory.
 */
import { pipeline, Readable } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import { DecodeError } from "../../base/errors.ts";
import { KiB } from "../../base/units.ts";
import { isGzip } from "../gunzip.ts";
import type { BundleBudget } from "./limits.ts";

/**
 * Chunks of `source`, through gunzip if it starts as gzip does.
 * Throws DecodeError where the gzip stream is cut or corrupt, RES_TOO_LARGE beyond the budget.
 */
export async function* unpackStream(
  source: Readable,
  budget: BundleBudget,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of await throughGunzip(source)) {
    budget.addBytes(chunk.length);
    yield chunk;
  }
}

async function throughGunzip(source: Readable): Promise<AsyncIterable<Uint8Array>> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done) return Readable.from([]);
  const whole = Readable.from(prepend(first.value, chunks), { objectMode: false });
  return isGzip(first.value) ? gunzipped(whole) : whole;
}

async function* prepend(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzipped(source: Readable): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * KiB });
  // pipeline destroys both ends when either fails; the iterator below reports the error.
  pipeline(source, gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw damaged(gunzip, error);
  }
}

function damaged(gunzip: Gunzip, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (!code?.startsWith("Z_")) return cause;
  return new DecodeError(
    {
      format: "gzip",
      at: { offset: gunzip.bytesWritten },
      expected: "more intact compressed data",
      found: code === "Z_BUF_ERROR" ? "the end of the input" : message,
    },
    { hint: "The archive was cut or damaged on its way: copy it again.", cause },
  );
}
