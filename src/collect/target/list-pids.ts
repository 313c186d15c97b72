/** The PIDs of this PID namespace, as procfs shows them to us (hidepid may hide some). */
import { readdirSync } from "node:fs";
import { ResidentError } from "../../base/errors.ts";

/** In ascending order. Throws RES_UNSUPPORTED where there is no procfs. */
export function listPids(proc = "/proc"): number[] {
  return namesIn(proc)
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

function namesIn(proc: string): string[] {
  try {
    return readdirSync(proc);
  } catch (cause) {
    throw new ResidentError("RES_UNSUPPORTED", "processes can only be read where there is /proc", {
      cause,
      hint: "Give the URL of its net/http/pprof, or a bundle that was captured on Linux.",
    });
  }
}
