/** The error for a process that Resident has nothing to say of. */
import { ResidentError } from "../../base/errors.ts";

export function notGoProgram(pid: number, name: string): ResidentError {
  return new ResidentError("RES_PROCESS", `process ${pid} (${name}) is not a Go program`, {
    hint:
      "`resident ps` lists the Go processes of this machine. " +
      "Where Go is loaded as a shared library, give its pprof URL as well.",
  });
}
