/**
 * RawBundle → the bytes of its .tar.gz. The same bundle always packs to the same bytes: sorted
 * names, modes and owners fixed, times from the snapshots themselves.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Pack, pack } from "tar-stream";
import type { RawBundle } from "../../model/bundle.ts";
import { bundleEntries } from "./bundle-entries.ts";

/** Packs the bundle below a folder called `root`, so that unpacking by hand makes one folder. */
export async function packBundle(bundle: RawBundle, root: string): Promise<Uint8Array> {
  const tar = pack();
  const filling = addEntries(tar, bundle, root).catch((error: Error) => tar.destroy(error));
  const chunks: Buffer[] = [];
  await pipeline(Readable.from(tar), createGzip(), async (packed: AsyncIterable<Buffer>) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  await filling;
  return Buffer.concat(chunks);
}

async function addEntries(tar: Pack, bundle: RawBundle, root: string): Promise<void> {
  const mtime = new Date(timeOf(bundle) * 1000);
  tar.entry({ name: `${root}/`, type: "directory", mode: 0o700, mtime });
  for (const { path, bytes } of bundleEntries(bundle)) {
    await addFile(tar, { name: `${root}/${path}`, mode: 0o600, mtime }, bytes);
  }
  tar.finalize();
}

function addFile(
  tar: Pack,
  header: { name: string; mode: number; mtime: Date },
  bytes: Uint8Array,
): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, Buffer.from(bytes), (error) => (error ? reject(error) : resolve()));
  });
}

/** Unix seconds of the first snapshot, or 0 when none tells. */
function timeOf(bundle: RawBundle): number {
  const bytes = bundle.snapshots[0]?.files.get("time");
  const seconds = Number(new TextDecoder().decode(bytes?.subarray(0, 32)));
  return Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
}
