/**
 * A PID and a URL given together: one report joins what the kernel says of the one with what the
 * program says at the other, so that two different processes would give numbers that are true of
 * neither. The kernel's table of sockets says whose port it is; only where it can't (another
 * machine, another network namespace, a proxy that passes on) is the user's word taken, with a remark.
 */
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { displayUrl, type Endpoint } from "../http/endpoint.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { readProcText } from "../process/read-proc-file.ts";
import { findListeners } from "./find-listener.ts";
import { isSameProgram } from "./is-same-program.ts";

/**
 * Remarks on what could not be made sure of.
 * Throws RES_USAGE where the port is another process's.
 */
export async function checkPidAndUrl(
  pid: number,
  endpoint: Endpoint,
  http: HttpOptions = {},
): Promise<string[]> {
  if (process.platform !== "linux") return [];
  const { pids, failure } = await findListeners(endpoint);
  const servers = await onlyServers(pids, endpoint, http);
  if (servers.includes(pid)) return servers.length > 1 ? [sharedRemark(servers, endpoint)] : [];
  if (servers.length > 0) throw otherProcess(pid, servers, endpoint);
  if (!(await isSameProgram(pid, endpoint, http))) return [differentRemark(pid, endpoint)];
  return [uncheckedRemark(pid, endpoint, failure?.reason ?? "what listens there passes on")];
}

/** Those that answer themselves: a proxy's port may well lead to the process that was named. */
async function onlyServers(
  pids: readonly number[],
  endpoint: Endpoint,
  http: HttpOptions,
): Promise<number[]> {
  const checked = await Promise.all(pids.map((one) => isSameProgram(one, endpoint, http)));
  return pids.filter((_, at) => checked[at]);
}

function otherProcess(pid: number, servers: readonly number[], endpoint: Endpoint): ResidentError {
  const url = displayUrl(endpoint);
  const owner = servers.map(named).join(", ");
  return new ResidentError(
    "RES_USAGE",
    `${url} is not of process ${named(pid)}: process ${owner} listens there`,
    {
      hint: `Give either alone, the other half is looked for: resident ${pid}, or resident ${url} for ${servers[0]}.`,
    },
  );
}

function sharedRemark(servers: readonly number[], endpoint: Endpoint): string {
  return `processes ${servers.join(", ")} all listen at ${displayUrl(endpoint)}: which of them answered is not known`;
}

function differentRemark(pid: number, endpoint: Endpoint): string {
  return (
    `process ${pid} and the program at ${displayUrl(endpoint)} seem to be two different ones: ` +
    "their command lines differ"
  );
}

function uncheckedRemark(pid: number, endpoint: Endpoint, reason: string): string {
  return `that process ${pid} is the program at ${displayUrl(endpoint)} could not be checked (${reason}): it is taken for granted`;
}

/** `4817 (blahdo)`. */
function named(pid: number): string {
  const name = readProcText(join("/proc", String(pid), "comm"))?.trimEnd();
  return name === undefined ? String(pid) : `${pid} (${name})`;
}
