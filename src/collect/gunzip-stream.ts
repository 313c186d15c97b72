/**
 * Gunzip of what comes in pieces and may have no end: each piece goes on as soon as it is there. Of
 * bytes that are there already it is `gunzip`, which knows where they are damaged.
 */
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { DecodeError } from "../base/errors.ts";
import { KiB } from "../base/units.ts";

/** Throws what `packed` throws, and DecodeError where it is cut or corrupt. */
export async function* gunzipStream(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * KiB });
  // pipeline destroys both ends when either fails; the iterator below reports the error.
  pipeline(Readable.from(packed, { objectMode: false }), gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw damaged(gunzip.bytesWritten, error);
  }
}

function damaged(offset: number, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (!code?.startsWith("Z_")) return cause;
  return new DecodeError(
    {
      format: "gzip",
      at: { offset },
      expected: "more intact compressed data",
      found: code === "Z_BUF_ERROR" ? "the end of the input" : message,
    },
    { hint: "It was cut or damaged on its way: copy it again.", cause },
  );
}

/** A stream again, of whose pieces the first has been looked at. */
export async function* withFirst(
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
