/**
 * Source paths without the folder that the program was built in, so that a profile from a build
 * machine finds the sources of this one. Lists are separated by `:`.
 */
import { baseName } from "../base/base-name.ts";

const ALWAYS_TRIMMED = ["/proc/self/cwd/./", "/proc/self/cwd/"];

/**
 * Without `trim` what stands in front of the name of a search folder goes (`/build/app/x.go` with
 * `/home/me/app` is `x.go`); else, or where that finds nothing, the first prefix that fits.
 */
export function trimPath(path: string, trim: string, search: string): string {
  if (trim === "") {
    for (const folder of splitList(search)) {
      const wanted = `/${baseName(folder)}/`;
      const found = path.indexOf(wanted);
      if (found >= 0) return path.slice(found + wanted.length);
    }
  }
  for (const prefix of [...splitList(trim), ...ALWAYS_TRIMMED]) {
    const whole = prefix.endsWith("/") ? prefix : `${prefix}/`;
    if (path.startsWith(whole)) return path.slice(whole.length);
  }
  return path;
}

/** The parts of a `:` list; none of an empty one. */
export function splitList(list: string): string[] {
  return list === "" ? [] : list.split(":");
}
