/**
 * /proc/PID/cgroup: which group the process is in, one line a hierarchy: `4:memory:/a` is version
 * 1's memory controller, `0::/a` is version 2. Where both are mounted, memory is with version 1 if
 * it is listed there. Inside a container the path is often `/`: the namespace hides the rest.
 */
import { DecodeError } from "../../base/errors.ts";
import { textLines } from "../../base/text-lines.ts";

export interface CgroupPath {
  readonly version: 1 | 2;
  readonly path: string;
}

/** undefined where the process is in no memory cgroup. Fails with DecodeError. */
export function decodeCgroupPath(bytes: Uint8Array): CgroupPath | undefined {
  let unified: CgroupPath | undefined;
  let line = 0;
  for (const text of textLines(bytes, "cgroup")) {
    line++;
    const match = /^(\d+):([^:]*):(\/.*)$/.exec(text);
    if (match === null) throw notALine(line, text);
    const [, hierarchy, controllers, path] = match as unknown as [string, string, string, string];
    if (controllers.split(",").includes("memory")) return { version: 1, path };
    if (hierarchy === "0" && controllers === "") unified = { version: 2, path };
  }
  return unified;
}

function notALine(line: number, text: string): DecodeError {
  return new DecodeError({
    format: "cgroup",
    at: { line },
    expected: "hierarchy:controllers:/path",
    found: JSON.stringify(text.slice(0, 48)),
  });
}
