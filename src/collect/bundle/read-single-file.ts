/**
 * The bytes of one file, or of standard input for `-`, up to a bound. Reads as a stream, so that
 * pipes and device files (which tell no size) are bounded too.
 */
import { createReadStream } from "node:fs";
import { ResidentError } from "../../base/errors.ts";
import { formatBytes, GiB } from "../../base/units.ts";
import { fileError } from "./file-error.ts";

/** Throws RES_FILE if it can't be read, RES_TOO_LARGE beyond `limit` bytes (1 GiB by default). */
export async function readSingleFile(
  path: string,
  options: { limit?: number } = {},
): Promise<Uint8Array> {
  const name = path === "-" ? "standard input" : path;
  const stream = path === "-" ? standardInput() : createReadStream(path);
  return readPieces(stream, name, options.limit);
}

/** What comes of the file or stream called `name`, in one array. Throws as `readSingleFile`. */
export async function readPieces(
  pieces: AsyncIterable<unknown>,
  name: string,
  limit: number = GiB,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of pieces) {
      length += (chunk as Buffer).length;
      if (length > limit) throw tooLarge(name, limit);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw fileError(name, error);
  }
  return Buffer.concat(chunks, length);
}

function standardInput(): AsyncIterable<unknown> {
  if (!process.stdin.isTTY) return process.stdin;
  throw new ResidentError(
    "RES_USAGE",
    "standard input is a terminal, so there is nothing to read",
    {
      hint: "Pipe a file into it, as in `resident - < heap.pb.gz`.",
    },
  );
}

function tooLarge(name: string, limit: number): ResidentError {
  return new ResidentError("RES_TOO_LARGE", `${name}: longer than ${formatBytes(limit)}`, {
    hint: "Give a smaller file.",
  });
}
