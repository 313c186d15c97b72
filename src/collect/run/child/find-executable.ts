/** The file that a shell would run for a command's name: what can be known of a program before it runs. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type GoBuild, readGoBuild } from "../../../decode/elf/read-go-build.ts";
import { withByteSource } from "../../with-byte-source.ts";

/** Undefined where PATH has none. A name with a slash is a path as it is. */
export function findExecutable(name: string, path: string | undefined): string | undefined {
  if (name.includes("/")) return isExecutable(name) ? name : undefined;
  const folders = (path ?? "").split(delimiter).map((folder) => (folder === "" ? "." : folder));
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The Go build of a file; undefined where it is none, or can't be read. */
export function goBuildOf(path: string): GoBuild | undefined {
  try {
    return withByteSource(path, readGoBuild);
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
