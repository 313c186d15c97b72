/** Keeps what was fetched, where pprof keeps it: it may not be there a second time. */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { baseName } from "../../../base/base-name.ts";
import { ResidentError } from "../../../base/errors.ts";
import type { Profile } from "../../../model/profile.ts";
import { encodeProfile } from "../../../pprof/encode/encode-profile.ts";
import { gzipPieces } from "../output/gzip-pieces.ts";
import { writeNumberedFile } from "../output/numbered-file.ts";

/** Never throws: a report does not fail for it. */
export async function saveProfile(
  profile: Profile,
  warn: (message: string) => void,
): Promise<void> {
  const folder = profileFolder(warn);
  if (folder === undefined) {
    warn("failed to identify temp dir");
    return;
  }
  try {
    const place = { folder, prefix: prefixOf(profile), suffix: ".pb.gz", mode: 0o600 };
    warn(`Saved profile in ${writeNumberedFile(place, await gzipPieces(encodeProfile(profile)))}`);
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    warn(`Could not save profile: ${error.message}`);
  }
}

/** `pprof.app.alloc_objects.….`, with the program's name if there is one. */
function prefixOf({ mappings, strings, valueTypes }: Profile): string {
  const file = mappings.length > 0 ? strings.get(mappings.filename[0]!) : "";
  const parts = [...(file === "" ? [] : [baseName(file)]), ...valueTypes.map(({ type }) => type)];
  return `pprof.${parts.map((part) => `${part.replaceAll("/", "_")}.`).join("")}`;
}

/** Level by level: Node 20 never comes back from making a folder below /proc recursively. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o755 });
}

function profileFolder(warn: (message: string) => void): string | undefined {
  const { PPROF_TMPDIR, HOME } = process.env;
  const home = process.platform === "win32" ? homedir() : HOME;
  const folders = [...(PPROF_TMPDIR ? [PPROF_TMPDIR] : []), ...(home ? [join(home, "pprof")] : [])];
  for (const folder of [...folders, tmpdir()]) {
    try {
      makeFolder(folder);
      return folder;
    } catch (error) {
      warn(`Could not use temp dir ${folder}: ${(error as Error).message}`);
    }
  }
  return undefined;
}
