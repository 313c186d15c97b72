/**
 * Whether the process that listens on a port is the program that answers there. `kubectl
 * port-forward`, a container's proxy or an ssh tunnel listen as well, and to take their memory for
 * the program's would be a wrong answer that looks right.
 *
 * pprof tells its program's command line; it is compared with that of the process.
 */
import { basename, join } from "node:path";
import { asResidentError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import { decodeCommandLine } from "../../decode/procfs/decode-command-line.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { fetchBytes } from "../http/fetch-bytes.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { ExecutableReader } from "../process/read-executable.ts";
import { readProcFile } from "../process/read-proc-file.ts";

/** Go programs whose ports lead elsewhere, for servers that hide their command line. */
const FORWARDERS = new Set([
  "docker-proxy",
  "kubectl",
  "rootlessport",
  "rootlesskit",
  "gvproxy",
  "cloudflared",
  "telepresence",
]);

export async function isSameProgram(
  pid: number,
  endpoint: Endpoint,
  http: HttpOptions = {},
): Promise<boolean> {
  const executable = new ExecutableReader().read(pid);
  if (executable.failure === undefined && executable.build === undefined) return false;
  const { bytes } = readProcFile(join("/proc", String(pid), "cmdline"));
  const own = decodeCommandLine(bytes ?? new Uint8Array());
  const answered = await commandLineOf(endpoint, http);
  const name = basename(own[0] ?? "");
  if (answered === undefined) return !FORWARDERS.has(name);
  // A process may give itself another title, and be started by another name than its file's.
  const names = [name, basename((executable.path ?? "").replace(/ \(deleted\)$/, ""))];
  return own.join("\0") === answered.join("\0") || names.includes(basename(answered[0] ?? ""));
}

/** Undefined where the program does not tell it. */
async function commandLineOf(
  endpoint: Endpoint,
  http: HttpOptions,
): Promise<readonly string[] | undefined> {
  try {
    const bounds = { timeoutMs: 5000, idleMs: 3000, maxBytes: 4 * MiB };
    const { body } = await fetchBytes(endpoint, `${endpoint.pprofPath}cmdline`, {
      ...bounds,
      ...http,
    });
    return body.length === 0 ? undefined : decodeCommandLine(body);
  } catch (error) {
    asResidentError(error);
    return undefined;
  }
}
