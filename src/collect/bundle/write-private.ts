/**
 * Writing to disk so that nobody else can read it and no half of it stays: into a new place beside
 * the goal, then renamed. What stands there is kept unless `force` is given.
 */
import { lstat, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { fileError } from "./file-error.ts";

export interface WriteOptions {
  /** Replace what is there. */
  readonly force?: boolean;
}

/** Writes one file with mode 0600. Throws RES_FILE. */
export async function writePrivateFile(
  path: string,
  bytes: Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  await placeAtomically(path, options, (temporary) =>
    writeFile(temporary, bytes, { mode: 0o600, flag: "wx" }),
  );
}

/**
 * Lets `write` make a file or folder at a temporary path beside `path`, then moves it there;
 * removes it if anything fails. Missing parent folders are not made: a typo would hide there.
 */
export async function placeAtomically(
  path: string,
  options: WriteOptions,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const goal = resolve(path);
  const temporary = `${goal}.partial-${process.pid}-${Date.now().toString(36)}`;
  try {
    await refuseDevice(path);
    await refuseOverwrite(path, options);
    await write(temporary);
    await refuseOverwrite(path, options);
    await moveInto(temporary, goal);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw fileError(path, error);
  }
}

/** Makes a folder that only its owner can enter. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 });
}

/** `--force` on /dev/null would put a file in the place of the device, for the whole machine. */
async function refuseDevice(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined || stats.isFile() || stats.isDirectory()) return;
  throw new ResidentError("RES_FILE", `${path} is a device or a pipe, and is not replaced`, {
    hint: "Give the path of a file.",
  });
}

async function refuseOverwrite(path: string, options: WriteOptions): Promise<void> {
  if (options.force || !(await exists(path))) return;
  throw new ResidentError("RES_FILE", `${path} exists already and is not overwritten`, {
    hint: "Give another path, or --force to replace it.",
  });
}

/** rename() replaces a file but not a filled folder: that steps aside first, and back on failure. */
async function moveInto(temporary: string, goal: string): Promise<void> {
  if (!(await exists(goal)) || !(await lstat(goal)).isDirectory()) {
    return rename(temporary, goal);
  }
  const aside = `${temporary}.old`;
  await rename(goal, aside);
  try {
    await rename(temporary, goal);
  } catch (error) {
    await rename(aside, goal);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
