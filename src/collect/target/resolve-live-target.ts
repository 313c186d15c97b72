/**
 * A running program from a PID, a name or a URL: the half that was not named is looked for, the
 * process behind a local URL or the pprof address of a PID.
 */
import type { MissingSource } from "../../model/snapshot.ts";
import { displayUrl, type Endpoint } from "../http/endpoint.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { notGoProgram } from "../process/not-go-program.ts";
import { ExecutableReader } from "../process/read-executable.ts";
import { readProcessIdentity } from "../process/read-process-identity.ts";
import { checkPidAndUrl } from "./check-pid-and-url.ts";
import type { TargetWord } from "./classify-target.ts";
import { findEndpoint } from "./find-endpoint.ts";
import { findListeners } from "./find-listener.ts";
import { findProcessByName } from "./find-process-by-name.ts";
import { isSameProgram } from "./is-same-program.ts";
import { requireProcfs } from "./require-procfs.ts";
import type { LiveTarget } from "./target.ts";
import { targetMixture } from "./target-mixture.ts";

export interface ResolveOptions {
  /** Where pprof lies, as for parseEndpoint. */
  readonly prefix?: string;
  /** Path of a unix socket that the program listens on. */
  readonly socket?: string;
  readonly insecure?: boolean;
  readonly http?: HttpOptions;
}

/** Throws RES_USAGE, RES_TARGET, RES_PROCESS or RES_UNSUPPORTED. */
export async function resolveLiveTarget(
  words: readonly TargetWord[],
  texts: readonly string[],
  options: ResolveOptions,
): Promise<LiveTarget> {
  const pids = words.flatMap((word) => (word.kind === "process" ? [pidOf(word.text)] : []));
  const endpoints = words.flatMap((word) => (word.kind === "endpoint" ? [word.endpoint] : []));
  if (pids.length > 1 || endpoints.length > 1) throw targetMixture(texts);
  const [pid] = pids;
  const [endpoint] = endpoints;
  const label = labelOf(words);
  if (pid !== undefined && endpoint !== undefined) return both(label, pid, endpoint, options);
  if (pid !== undefined) return withEndpoint(label, pid, options);
  return withProcess(label, endpoint!, options);
}

function labelOf(words: readonly TargetWord[]): string {
  return words
    .map((word) =>
      word.kind === "endpoint"
        ? displayUrl(word.endpoint)
        : word.kind === "process"
          ? word.text
          : "",
    )
    .join(" ");
}

function pidOf(text: string): number {
  const isPid = /^\d+$/.test(text);
  requireProcfs(isPid ? `process ${text}` : `the process ${text}`);
  const pid = isPid ? Number(text) : findProcessByName(text);
  return readProcessIdentity(pid).pid; // throws where there is none
}

async function both(
  label: string,
  pid: number,
  endpoint: Endpoint,
  { http }: ResolveOptions,
): Promise<LiveTarget> {
  const remarks = await checkPidAndUrl(pid, endpoint, http);
  return { kind: "live", label, pid, endpoint, missing: [], remarks };
}

async function withEndpoint(
  label: string,
  pid: number,
  options: ResolveOptions,
): Promise<LiveTarget> {
  const { build, failure: closed } = new ExecutableReader().read(pid);
  if (build === undefined && closed === undefined) {
    throw notGoProgram(pid, readProcessIdentity(pid).status.name);
  }
  const { endpoint, failure } = await findEndpoint(pid, options);
  const missing: MissingSource[] =
    failure === undefined ? [] : [{ source: "pprof/heap", ...failure }];
  return {
    kind: "live",
    label,
    pid,
    missing,
    remarks: [],
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

async function withProcess(
  label: string,
  endpoint: Endpoint,
  options: ResolveOptions,
): Promise<LiveTarget> {
  const found = await findServer(endpoint, options);
  return typeof found === "number"
    ? { kind: "live", label, pid: found, endpoint, missing: [], remarks: [] }
    : { kind: "live", label, endpoint, missing: [{ source: "proc/smaps", ...found }], remarks: [] };
}

/** The PID of the program that answers at a local address, or why there is none. */
async function findServer(
  endpoint: Endpoint,
  { http }: ResolveOptions,
): Promise<number | Pick<MissingSource, "reason" | "remedy">> {
  if (process.platform !== "linux") {
    const remedy =
      "Run Resident on the Linux machine itself, or let the program serve /metrics at the address of its pprof.";
    return { reason: "the kernel's numbers come from /proc, which only Linux has", remedy };
  }
  const { pids, failure } = await findListeners(endpoint);
  if (failure !== undefined) return failure;
  const checked = await Promise.all(pids.map((pid) => isSameProgram(pid, endpoint, http)));
  const servers = pids.filter((_, i) => checked[i]);
  const [server] = servers;
  if (server !== undefined && servers.length === 1) return server;
  return servers.length > 1 ? sharedSocket(servers) : passedOn(pids);
}

function sharedSocket(pids: readonly number[]): Pick<MissingSource, "reason" | "remedy"> {
  return {
    reason: `several processes hold this socket: ${pids.join(", ")}`,
    remedy: "Give the PID of the one you mean as well: resident PID URL.",
  };
}

function passedOn(pids: readonly number[]): Pick<MissingSource, "reason" | "remedy"> {
  return {
    reason: `process ${pids.join(", ")} listens there, but passes on to another program`,
    remedy:
      "Give the program's PID as well (resident PID URL), or run `resident capture --script` beside it.",
  };
}
