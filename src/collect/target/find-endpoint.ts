/**
 * The pprof address of a process, given only its PID: the TCP ports that it listens on, each asked
 * for pprof's index page and nothing else, and none where the program has no code that could answer.
 *
 * Ports belong to a network namespace. Where the process has another one than ours, its ports can
 * be read but not reached from here, and the answer says how to get in.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { displayUrl, parseEndpoint } from "../http/endpoint.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { maySpeakTls } from "../http/may-speak-tls.ts";
import { probePprof } from "../pprof/probe-pprof.ts";
import type { Failure } from "../process/explain-failure.ts";
import { ExecutableReader } from "../process/read-executable.ts";
import { readProcText } from "../process/read-proc-file.ts";
import { isSameProgram } from "./is-same-program.ts";
import { type ListeningSocket, socketInodes } from "./listening-sockets.ts";
import { networkNamespace, SocketTables } from "./socket-tables.ts";

export interface FindEndpointOptions {
  readonly http?: HttpOptions;
  /** As for parseEndpoint. */
  readonly prefix?: string;
  readonly insecure?: boolean;
  /** Shared between searches, so that a namespace's table is read once. */
  readonly tables?: SocketTables;
}

export interface EndpointSearch {
  readonly endpoint?: Endpoint;
  /** Ports that the process listens on, ascending; undefined where that can't be read. */
  readonly ports: readonly number[] | undefined;
  /** Why there is no endpoint. */
  readonly failure?: Failure;
  /** There may be one all the same: a port could not be reached, was silent or wants credentials. */
  readonly isUncertain?: boolean;
}

const IMPORT =
  'Import _ "net/http/pprof" in the program and serve it: ' +
  'go http.ListenAndServe("localhost:6060", nil)';

const NOT_BUILT_IN: Failure = {
  reason: "net/http/pprof is not built into the program, so none of its ports was asked",
  remedy: IMPORT,
};

/** Many processes run the same file. */
const EXECUTABLES = new ExecutableReader();

export async function findEndpoint(
  pid: number,
  options: FindEndpointOptions = {},
): Promise<EndpointSearch> {
  const sockets = socketsOf(pid, options.tables ?? new SocketTables());
  if (sockets === undefined) {
    const reason = "which ports the process listens on can't be read: permission denied";
    return {
      ports: undefined,
      failure: { reason, remedy: "Run as the same user or as root, or give the URL as well." },
    };
  }
  const ports = [...new Set(sockets.map(({ port }) => port))].sort((a, b) => a - b);
  if (ports.length === 0) {
    const remedy = `${IMPORT} — or, if it is served on a unix socket, give --socket.`;
    return { ports, failure: { reason: "the process listens on no TCP port", remedy } };
  }
  if (options.prefix === undefined && !EXECUTABLES.mayServePprof(pid)) {
    return { ports, failure: NOT_BUILT_IN };
  }
  if (!sharesOurNetwork(pid)) {
    return { ports, failure: otherNetwork(pid, ports), isUncertain: true };
  }
  const found = await onlyOwn(pid, await probeAll(sockets, options), options);
  if (found.endpoint === undefined && isStopped(pid)) return { ...found, ports, failure: STOPPED };
  return { ports, ...found };
}

/** A proxy's ports may lead to the pprof of another program, whose memory is not this one's. */
async function onlyOwn(
  pid: number,
  found: Omit<EndpointSearch, "ports">,
  options: FindEndpointOptions,
): Promise<Omit<EndpointSearch, "ports">> {
  const { endpoint } = found;
  if (endpoint === undefined || (await isSameProgram(pid, endpoint, options.http))) return found;
  return {
    failure: {
      reason: `what answers at ${displayUrl(endpoint)} is the pprof of another program, to which the process passes on: their command lines differ`,
      remedy: `Give that URL alone to look at the other; if it is this one's all the same, give both: resident ${pid} ${displayUrl(endpoint)}.`,
    },
  };
}

const STOPPED: Failure = {
  reason: "the process is stopped (SIGSTOP, or a debugger), so that none of its ports answers",
  remedy:
    "Let it go on, then look again: only the kernel's half can be read while it stands still.",
};

/** State T: stopped by a signal; t: by a tracer. */
function isStopped(pid: number): boolean {
  return /^State:\s+T/im.test(readProcText(`/proc/${pid}/status`) ?? "");
}

/** Sockets of the process that listen, one for each port; undefined where they can't be read. */
function socketsOf(pid: number, tables: SocketTables): ListeningSocket[] | undefined {
  const inodes = socketInodes(pid);
  if (inodes === undefined) return undefined;
  const own = tables.of(pid).filter(({ inode }) => inodes.has(inode));
  return own.filter(({ port }, i) => own.findIndex((other) => other.port === port) === i);
}

/** Where the namespaces can't be compared, they are taken for the same: a probe will tell. */
function sharesOurNetwork(pid: number): boolean {
  const its = networkNamespace(pid);
  return its === undefined || its === networkNamespace("self");
}

function otherNetwork(pid: number, ports: readonly number[]): Failure {
  return {
    reason: `it listens on ${portList(ports.map((port) => ({ port })))} in a network namespace of its own`,
    remedy: `Run \`nsenter -t ${pid} -n resident ${pid}\` as root; docs/containers.md has other ways.`,
  };
}

async function probeAll(
  sockets: readonly ListeningSocket[],
  options: FindEndpointOptions,
): Promise<Omit<EndpointSearch, "ports">> {
  const probes = await Promise.all(sockets.map((socket) => probeSocket(socket, options)));
  const found = probes.filter((probe) => probe.endpoint !== undefined);
  const best = found.find(({ endpoint }) => endpoint?.port === 6060) ?? found[0];
  if (best?.endpoint !== undefined) return { endpoint: best.endpoint };
  const isUncertain = probes.some(({ error }) => error !== undefined && mayBePprof(error));
  return { failure: summarize(sockets, probes), isUncertain };
}

interface Probe {
  readonly endpoint?: Endpoint;
  readonly error?: ResidentError;
}

async function probeSocket(
  { address, port }: ListeningSocket,
  options: FindEndpointOptions,
): Promise<Probe> {
  const host = reachable(address);
  const text = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const plain = parseEndpoint(text, endpointOptions(options))!;
  const first = await probe(plain, options);
  if (first.error === undefined || !maySpeakTls(first.error)) return first;
  const insecure = true; // on this machine: the certificate is for the name that others use
  return probe({ ...plain, scheme: "https", insecure }, options);
}

async function probe(endpoint: Endpoint, options: FindEndpointOptions): Promise<Probe> {
  try {
    await probePprof(endpoint, { ...SHORT, ...options.http });
    return { endpoint };
  } catch (error) {
    if (error instanceof ResidentError) return { error };
    throw error;
  }
}

/** A server that refuses, or one that was silent: only then the system gives no cause. */
function mayBePprof({ code, cause }: ResidentError): boolean {
  return code === "RES_HTTP" || (code === "RES_CONNECT" && cause === undefined);
}

/** Ports that are not HTTP often say nothing at all. */
const SHORT: HttpOptions = { timeoutMs: 3000, idleMs: 1500 };

function endpointOptions({ prefix, insecure }: FindEndpointOptions) {
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(insecure === undefined ? {} : { insecure }),
  };
}

/** Where to connect for a bound address: loopback for a wildcard. */
function reachable(address: string): string {
  if (address === "0.0.0.0" || address === "::") return "127.0.0.1";
  return address;
}

function summarize(sockets: readonly ListeningSocket[], probes: readonly Probe[]): Failure {
  const refused = probes.find(({ error }) => error?.code === "RES_HTTP")?.error;
  if (refused !== undefined) {
    return {
      reason: refused.message,
      ...(refused.hint === undefined ? {} : { remedy: refused.hint }),
    };
  }
  const late = sockets.filter((_, i) => mayBePprof(probes[i]!.error!));
  if (late.length === 0) {
    return {
      reason: `no net/http/pprof answers on ${portList(sockets)}`,
      remedy: `${IMPORT} — or, if it is served below another path, give --prefix.`,
    };
  }
  const others = sockets.filter((socket) => !late.includes(socket));
  const rest = others.length === 0 ? "" : `, and no pprof is on ${portList(others)}`;
  return {
    reason: `nothing answers in time on ${portList(late)}${rest}`,
    remedy: `The program may be overloaded: give it more time with --timeout. If no pprof is there: ${IMPORT}.`,
  };
}

function portList(sockets: readonly Pick<ListeningSocket, "port">[]): string {
  const ports = sockets.map(({ port }) => port).sort((a, b) => a - b);
  return `${ports.length === 1 ? "port" : "the ports"} ${ports.join(", ")}`;
}
