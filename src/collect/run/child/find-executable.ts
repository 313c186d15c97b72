/** The file that a shell would run for a command's name: what can be known of a program before it runs. */
import { accessSync, closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type GoBuild, readGoBuild } from "../../../decode/elf/read-go-build.ts";

/** Undefined where PATH has none. A name with a slash is a path as it is. */
export function findExecutable(name: string, path: string | undefined): string | undefined {
  if (name.includes("/")) return isExecutable(name) ? name : undefined;
  const folders = (path ?? "").split(delimiter).map((folder) => (folder === "" ? "." : folder));
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The Go build of a file; undefined where it is none, or can't be read. */
export function goBuildOf(path: string): GoBuild | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    const opened = handle;
    return readGoBuild({
      size: fstatSync(opened).size,
      read(offset, length) {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(opened, bytes, 0, length, offset));
      },
    });
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
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
