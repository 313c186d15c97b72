/**
 * Programs that a profile names, where the user keeps them: PPROF_BINARY_PATH, tried in the order of
 * pprof. The main program's own path is used where none is found.
 */
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { baseName } from "../../../base/base-name.ts";
import { isObjectFile } from "../../../collect/profiles/is-object-file.ts";
import { ExtendedStrings } from "../../../model/extended-strings.ts";
import type { Profile } from "../../../model/profile.ts";

export interface LocateOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn: (message: string) => void;
}

/** The profile with the files that were found in place of those it names. */
export function locatePrograms(profile: Profile, { env, warn }: LocateOptions): Profile {
  const folders = searchFolders(env);
  if (folders.length === 0) return profile;
  const { mappings } = profile;
  const strings = new ExtendedStrings(profile.strings);
  const filename = mappings.filename.slice();
  for (let i = 0; i < mappings.length; i++) {
    const file = strings.get(filename[i]!);
    const buildId = strings.get(mappings.buildId[i]!);
    const found = folders
      .flatMap((folder) => placesIn(folder, file, buildId))
      .find((place) => isProgram(place, buildId, warn));
    if (found !== undefined) filename[i] = strings.add(found);
  }
  return { ...profile, strings, mappings: { ...mappings, filename } };
}

/** Those that are there: mostly none. */
function searchFolders(env: LocateOptions["env"]): string[] {
  const given = env["PPROF_BINARY_PATH"] || join(env["HOME"] || homedir(), "pprof", "binaries");
  return given
    .split(delimiter)
    .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory());
}

function placesIn(folder: string, file: string, buildId: string): string[] {
  const name = file === "" ? "" : baseName(file);
  const byId =
    buildId.length < 3
      ? []
      : [
          join(folder, buildId, name),
          ...filesIn(join(folder, buildId)),
          join(folder, file, buildId),
          join(folder, buildId.slice(0, 2), `${buildId.slice(2)}.debug`),
        ];
  if (file === "") return byId;
  const parent = dirname(file);
  return [
    ...byId,
    join(folder, name),
    join(folder, file),
    join(folder, `${file}.debug`),
    join(folder, parent, ".debug", `${name}.debug`),
    join(folder, "usr", "lib", "debug", parent, `${name}.debug`),
  ];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Go's tools tell no build id, so pprof as it comes with Go takes no file for one that has one. */
function isProgram(path: string, buildId: string, warn: (message: string) => void): boolean {
  if (!isObjectFile(path)) return false;
  if (buildId === "") return true;
  warn(`Ignoring local file ${path}: build-id mismatch (${buildId} != )`);
  return false;
}
