/**
 * A bundle to disk, as a folder or as an archive, readable by its owner alone: it holds what a
 * process would show to that user only.
 */
import { readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import type { RawBundle } from "../../model/bundle.ts";
import { bundleEntries } from "./bundle-entries.ts";
import { isBundleFile, isSnapshotName } from "./bundle-paths.ts";
import { packBundle } from "./pack-bundle.ts";
import {
  makePrivateFolder,
  placeAtomically,
  type WriteOptions,
  writePrivateFile,
} from "./write-private.ts";

/** Writes `bundle` as `path`, a .tar.gz. Throws RES_FILE; then nothing is left behind. */
export async function writeBundleArchive(
  bundle: RawBundle,
  path: string,
  options: WriteOptions = {},
): Promise<void> {
  await refuseFolder(path);
  await writePrivateFile(path, await packBundle(bundle, rootName(path)), options);
}

/**
 * Writes `bundle` as the folder `path`. `force` replaces a bundle or an empty folder, never a
 * folder with anything else in it. Throws RES_FILE; then nothing is left behind.
 */
export async function writeBundleFolder(
  bundle: RawBundle,
  path: string,
  options: WriteOptions = {},
): Promise<void> {
  const entries = bundleEntries(bundle);
  if (options.force) await refuseStrangers(path);
  await placeAtomically(path, options, async (temporary) => {
    const made = new Set<string>();
    await makePrivateFolder(temporary);
    for (const { path: name, bytes } of entries) {
      await makeFolders(temporary, dirname(name), made);
      await writeFile(join(temporary, name), bytes, { mode: 0o600, flag: "wx" });
    }
  });
}

async function makeFolders(root: string, name: string, made: Set<string>): Promise<void> {
  if (name === "." || made.has(name)) return;
  await makeFolders(root, dirname(name), made);
  await makePrivateFolder(join(root, name));
  made.add(name);
}

/** `--force` on a mistyped path must not cost a home folder. */
async function refuseStrangers(path: string): Promise<void> {
  const names = (await namesIn(path)) ?? [];
  const stranger = names.find((name) => !isBundleFile(name) && !isSnapshotName(name));
  if (stranger === undefined) return;
  throw new ResidentError("RES_FILE", `${path} is not a bundle: it holds ${stranger}`, {
    hint: "Give another path, or remove the folder yourself.",
  });
}

async function refuseFolder(path: string): Promise<void> {
  if ((await namesIn(path)) === undefined) return;
  throw new ResidentError("RES_FILE", `${path} is a folder, where an archive is to be written`, {
    hint: "Give the path of a file, such as bundle.tgz.",
  });
}

/** Names in a folder, or undefined if there is none. */
async function namesIn(path: string): Promise<string[] | undefined> {
  try {
    return await readdir(path);
  } catch {
    return undefined;
  }
}

function rootName(path: string): string {
  const name = basename(resolve(path)).replace(/\.(?:tgz|tar\.gz|tar)$/, "");
  return name.replace(/[^A-Za-z0-9_.-]/g, "-") || "bundle";
}
