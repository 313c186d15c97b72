/**
 * A log as a stream of unpacked pieces, whatever its size, and only if it is one: the first bytes
 * tell a log from a bundle, a profile, and whatever else a file can be.
 */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { DecodeError } from "../../base/errors.ts";
import { detectFormat, SNIFF_LENGTH } from "../../decode/registry.ts";
import { errorIn, fileError } from "../bundle/file-error.ts";
import { isArchive } from "../bundle/is-archive.ts";
import { readPieces } from "../bundle/read-single-file.ts";
import { gunzipHead, isGzip } from "../gunzip.ts";
import { gunzipStream, withFirst } from "../gunzip-stream.ts";

const CHUNK = 1 << 18;
const LOG = "gctrace";

export interface OpenLog {
  readonly isLog: true;
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Stops waiting for more: what comes after it is not read. */
  readonly stop: () => void;
}

/** No log: all that it holds, as standard input can't be read twice. Throws as readSingleFile. */
export interface NoLog {
  readonly isLog: false;
  readonly rest: (limit?: number) => Promise<Uint8Array>;
}

/**
 * @param path "-" for standard input
 * @throws RES_FILE where it can't be read
 */
export async function openLog(path: string): Promise<OpenLog | NoLog> {
  const name = path === "-" ? "standard input" : path;
  const source = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  const pieces = (source as Readable)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const head = await readHead(pieces, name);
  const whole = withFirst(head, pieces);
  if (!isLog(head)) return { isLog: false, rest: (limit) => readPieces(whole, name, limit) };
  const all = named(whole, name);
  const stop = () => source.destroy();
  return { isLog: true, pieces: isGzip(head) ? unpack(all, name) : all, stop };
}

/** Of a pipe that is written to now and then, only what is there: a log must not wait for more. */
async function readHead(pieces: AsyncIterator<Uint8Array>, name: string): Promise<Uint8Array> {
  try {
    const first = await pieces.next();
    if (first.done) return new Uint8Array(0);
    const bytes = first.value;
    const isPacked = isGzip(bytes);
    if (!isPacked || bytes.length >= SNIFF_LENGTH) return bytes;
    const second = await pieces.next();
    return second.done ? bytes : Buffer.concat([bytes, second.value]);
  } catch (error) {
    throw fileError(name, error);
  }
}

/** What no format is known for may be a log whose first collection comes late. */
function isLog(head: Uint8Array): boolean {
  if (isArchive(head)) return false;
  const text = isGzip(head) ? gunzipHead(head) : head;
  if (text === undefined) return false;
  const format = detectFormat(text);
  return format === undefined || format.id === LOG || isJsonLog(text);
}

/** A log whose lines are JSON may have the keys of other files in its first lines. */
function isJsonLog(head: Uint8Array): boolean {
  const [line = ""] = new TextDecoder().decode(head.subarray(0, SNIFF_LENGTH)).split("\n", 1);
  try {
    return (
      line.startsWith("{") &&
      Object.keys(JSON.parse(line) as object).length > 0 &&
      /"(?:log|msg|message)":/.test(line)
    );
  } catch {
    return false;
  }
}

async function* named(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    // A stream that was stopped on purpose.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") {
      throw fileError(name, error);
    }
  }
}

/** What came out of a cut or damaged file before the damage is a log all the same. */
async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  try {
    for await (const piece of gunzipStream(packed)) {
      isEmpty = false;
      yield piece;
    }
  } catch (error) {
    if (isEmpty || !(error instanceof DecodeError)) throw errorIn(name, error);
  }
}
