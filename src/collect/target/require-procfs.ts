/** Says in one place why a process can't be looked at on systems without procfs. */
import { ResidentError } from "../../base/errors.ts";

/** Throws RES_UNSUPPORTED on anything but Linux. */
export function requireProcfs(what: string, platform: string = process.platform): void {
  if (platform === "linux") return;
  const name = platform === "darwin" ? "macOS" : platform === "win32" ? "Windows" : platform;
  throw new ResidentError("RES_UNSUPPORTED", `${what} can't be looked at on ${name}`, {
    hint:
      "The kernel's numbers come from /proc, which only Linux has. " +
      "Give the URL of its net/http/pprof (resident :6060), a profile, or a bundle.",
  });
}
