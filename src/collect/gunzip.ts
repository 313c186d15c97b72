/**
 * Gunzip with a bound: whatever the input claims or hides, no more than `limit` bytes are made of
 * it. Synchronous, because every caller has the bytes already and decoding goes on with the result.
 * It must not answer with part of a stream: a cut profile would be a wrong number, not a small one.
 */
import { constants as bufferConstants } from "node:buffer";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { DecodeError, ResidentError } from "../base/errors.ts";
import { formatBytes, GiB, KiB, MiB } from "../base/units.ts";

/** What may come out of one gzip file unless a caller says otherwise. */
const DEFAULT_UNPACKED_LIMIT = GiB;

/** Deflate makes at most 1032 bytes of one. */
const MAX_RATIO = 1032;
const SMALLEST_CHUNK = 16 * KiB;
const MAX_CHUNK = 256 * MiB;
/** Packed bytes that the other thread unpacks at a time. */
const PIECE = 512 * KiB;

/** A probe for the place of an error unpacks no more than this. */
const PROBE_LIMIT = 16 * MiB;

/** True if the bytes start as a gzip member does (RFC 1952: 1f 8b, method 8). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * The unpacked bytes of a gzip file (all its members).
 * Throws RES_TOO_LARGE beyond `limit` bytes, DecodeError when the stream is cut or corrupt; its
 * offset counts in the packed bytes.
 */
export function gunzip(bytes: Uint8Array, options: { limit?: number } = {}): Uint8Array {
  const limit = options.limit ?? DEFAULT_UNPACKED_LIMIT;
  const maxOutputLength = Math.max(1, Math.min(limit, bufferConstants.MAX_LENGTH));
  try {
    return gunzipSync(bytes, { maxOutputLength, chunkSize: chunkFor(bytes, limit) });
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw corrupt(bytes, error);
  }
}

/**
 * One chunk for all of the output, where the file's last four bytes tell its length truly: pieces
 * of 16 KiB would have to be joined. They may lie, so it is at most what deflate can make of so
 * many bytes, and no memory is touched before it is written.
 */
function chunkFor(bytes: Uint8Array, limit: number): number {
  const most = Math.min(bytes.length * MAX_RATIO, limit, MAX_CHUNK);
  return Math.max(SMALLEST_CHUNK, Math.min(claimedLength(bytes) + 1, most));
}

/** The unpacked length by the last four bytes of a gzip file: of its last member, and modulo 2^32. */
function claimedLength(bytes: Uint8Array): number {
  const tail = bytes.subarray(Math.max(0, bytes.length - 4));
  return tail.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/**
 * As `gunzip`, in another thread: calls `more` with the bytes that are there so far, in an array that
 * has room for all, again and again. Rejects where a file is damaged or anything else than usual
 * (several members, a length that isn't true), without saying what: for that is `gunzip`.
 */
export async function gunzipAhead(
  packed: Uint8Array,
  more: (bytes: Uint8Array, available: number) => void,
): Promise<void> {
  const length = claimedLength(packed);
  if (length > Math.min(packed.length * MAX_RATIO, MAX_CHUNK)) throw new Error("too long");
  // With room for one byte more, all pieces of the output lie in one buffer, one behind the other.
  const stream = createGunzip({ chunkSize: Math.max(length + 1, SMALLEST_CHUNK) });
  for (let at = 0; at < packed.length; at += PIECE) stream.write(packed.subarray(at, at + PIECE));
  stream.end();
  let bytes: Uint8Array | undefined;
  let available = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    bytes ??= new Uint8Array(piece.buffer, piece.byteOffset, length);
    const isNext =
      piece.buffer === bytes.buffer && piece.byteOffset === bytes.byteOffset + available;
    available += piece.length;
    if (!isNext || available > length) throw new Error("not in one buffer");
    more(bytes, available);
  }
  if (bytes === undefined || available !== length) throw new Error("cut");
}

/** The first bytes that come out of a gzip file, for telling formats apart; undefined if none do. */
export function gunzipHead(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return inflatePrefix(bytes, Math.min(bytes.length, 4096));
  } catch {
    return undefined;
  }
}

function inflatePrefix(bytes: Uint8Array, length: number): Uint8Array {
  return gunzipSync(bytes.subarray(0, length), {
    maxOutputLength: PROBE_LIMIT,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
}

function corrupt(bytes: Uint8Array, cause: unknown): ResidentError {
  const hint = "The file or response was cut or damaged on its way: read it again.";
  if (errorCode(cause) === "Z_BUF_ERROR") {
    const problem = {
      format: "gzip",
      at: { offset: bytes.length },
      expected: "more compressed data",
      found: "the end of the input",
    };
    return new DecodeError(problem, { hint, cause });
  }
  const found = cause instanceof Error ? cause.message : String(cause);
  const offset = corruptOffset(bytes);
  if (offset === undefined) {
    return new ResidentError("RES_DECODE", `gzip: the compressed data is corrupt (${found})`, {
      hint,
      cause,
    });
  }
  const expected = "intact compressed data";
  return new DecodeError({ format: "gzip", at: { offset }, expected, found }, { hint, cause });
}

/**
 * Offset of the first byte that zlib rejects, or undefined if it lies too far in to look for.
 * zlib does not tell, but a prefix fails exactly when it holds that byte, so bisection finds it.
 */
function corruptOffset(bytes: Uint8Array): number | undefined {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    const outcome = probe(bytes, middle);
    if (outcome === "too-large") return undefined;
    if (outcome === "good") good = middle;
    else bad = middle;
  }
  return good;
}

function probe(bytes: Uint8Array, length: number): "good" | "bad" | "too-large" {
  try {
    inflatePrefix(bytes, length);
    return "good";
  } catch (error) {
    const code = errorCode(error);
    if (code === "ERR_BUFFER_TOO_LARGE") return "too-large";
    return code === "Z_BUF_ERROR" ? "good" : "bad";
  }
}

function tooLarge(limit: number): ResidentError {
  return new ResidentError("RES_TOO_LARGE", `gzip: unpacks to more than ${formatBytes(limit)}`, {
    hint: "If the input is genuine, raise the bound on unpacked size.",
  });
}

function errorCode(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}
