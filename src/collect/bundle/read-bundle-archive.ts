/**
 * A bundle from a .tar or .tar.gz, as a stream: nothing is written to disk, unknown files are
 * skipped, and the count of unpacked bytes stops a decompression bomb where the limit is passed.
 *
 * An archive comes from elsewhere, so what no honest capture holds is refused as a whole and named:
 * absolute paths, `..`, links, devices, the same file twice.
 */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { type Extract, extract } from "tar-stream";
import { ResidentError } from "../../base/errors.ts";
import type { RawBundle } from "../../model/bundle.ts";
import { assembleBundle } from "./assemble-bundle.ts";
import { isBundleFile, isSnapshotFile } from "./bundle-paths.ts";
import { errorIn, fileError } from "./file-error.ts";
import { BundleBudget, type BundleLimits } from "./limits.ts";
import { unpackStream } from "./unpack-stream.ts";

/** A file in the archive, as the parser hands it on. */
type Entry = Extract extends AsyncIterable<infer E> ? E : never;

export interface ArchiveOptions extends Partial<BundleLimits> {
  /** What to call the archive when its bytes are given. */
  readonly name?: string;
}

/**
 * Reads the bundle in an archive, given by path or by its bytes.
 * Throws RES_FILE, RES_DECODE (gzip), RES_BUNDLE (not a bundle, or not safe), RES_TOO_LARGE.
 */
export async function readBundleArchive(
  source: string | Uint8Array,
  options: ArchiveOptions = {},
): Promise<RawBundle> {
  const path = typeof source === "string" ? source : (options.name ?? "the archive");
  const stream = typeof source === "string" ? createReadStream(source) : Readable.from([source]);
  try {
    const files = await readEntries(stream, new BundleBudget(options));
    return assembleBundle(basename(path).replace(/\.(?:tgz|tar\.gz|tar)$/, ""), files);
  } catch (error) {
    throw errorIn(path, asResidentError(path, error));
  } finally {
    stream.destroy();
  }
}

async function readEntries(
  stream: Readable,
  budget: BundleBudget,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const tar = extract();
  const feeding = feed(unpackStream(stream, budget), tar);
  const seen = new Set<string>();
  const files = new Map<string, Uint8Array>();
  try {
    for await (const entry of tar) await takeEntry(entry, budget, seen, files);
  } catch (error) {
    tar.destroy(null);
    await feeding.catch(() => {});
    throw error;
  }
  await feeding;
  return files;
}

/** Writes the chunks into the parser, waiting where it asks to; its error becomes the parser's. */
async function feed(chunks: AsyncIterable<Uint8Array>, tar: Extract): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (tar.destroyed) return;
      if (!tar.write(chunk)) await drained(tar);
    }
    tar.end(null);
  } catch (error) {
    tar.destroy(error as Error);
  }
}

function drained(tar: Extract): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      tar.off("drain", done).off("close", done);
      resolve();
    };
    tar.on("drain", done).on("close", done);
  });
}

async function takeEntry(
  entry: Entry,
  budget: BundleBudget,
  seen: Set<string>,
  files: Map<string, Uint8Array>,
): Promise<void> {
  budget.addFile();
  const path = safePath(entry.header.name);
  const { type, size = 0 } = entry.header;
  budget.expectBytes(size);
  if (type === "directory") return drop(entry);
  if (type !== "file" && type !== "contiguous-file") throw unsafe(path, `a ${type ?? "thing"}`);
  if (seen.has(path)) throw new ResidentError("RES_BUNDLE", `it holds ${path} twice`);
  seen.add(path);
  if (!mayBelong(path)) return drop(entry);
  files.set(path, await bytesOf(entry));
}

/** The entry's path without `.` and empty segments. Throws RES_BUNDLE if it leads out. */
function safePath(name: string): string {
  const segments = name.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name)) throw unsafe(name, "an absolute path");
  if (segments.includes("..")) throw unsafe(name, "a path that leads out of it");
  return segments.join("/");
}

/** True if the path may be a bundle's file, wherever the root turns out to be. */
function mayBelong(path: string): boolean {
  const segments = path.split("/");
  const tails = [0, 1, 2].map((count) => segments.slice(count).join("/"));
  return tails.some((tail) => isBundleFile(tail) || isSnapshotFile(tail));
}

async function bytesOf(entry: Entry): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function drop(entry: Entry): Promise<void> {
  for await (const _ of entry);
}

function unsafe(path: string, what: string): ResidentError {
  const name = JSON.stringify(path.slice(0, 200));
  return new ResidentError("RES_BUNDLE", `it holds ${what}, ${name}, which no bundle does`, {
    hint: "Do not trust this archive. Captures hold plain files below their own folder only.",
  });
}

function asResidentError(path: string, error: unknown): unknown {
  if (error instanceof ResidentError) return error;
  if ((error as NodeJS.ErrnoException).code !== undefined) return fileError(path, error);
  const fact =
    (error as Error).message === "Unexpected end of data"
      ? "the archive ends in the middle of a file"
      : "it is not a tar archive, or it is damaged";
  return new ResidentError("RES_BUNDLE", fact, {
    cause: error,
    hint: "Copy it again, or capture anew.",
  });
}
