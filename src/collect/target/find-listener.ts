/**
 * The process behind a local address: the kernel's table of listening sockets gives an inode, and
 * the process that has this socket open is the one. What listens may only pass on to a program
 * elsewhere (a port-forward, a container's proxy), so that the caller has to make sure.
 */
import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import type { Endpoint } from "../http/endpoint.ts";
import type { Failure } from "../process/explain-failure.ts";
import { readProcText } from "../process/read-proc-file.ts";
import { listeningUnixSockets } from "./listening-sockets.ts";
import { LocalListeners } from "./local-listeners.ts";

const LISTENERS = new LocalListeners();

export interface ListenerSearch {
  /** Processes that have the socket open: usually one. */
  readonly pids: readonly number[];
  /** Why there is none; `isRemote` where the address is not of this machine. */
  readonly failure?: Failure;
  readonly isRemote: boolean;
}

export async function findListeners(endpoint: Endpoint): Promise<ListenerSearch> {
  const addresses = await localAddresses(endpoint);
  if (addresses.length === 0) {
    const remedy =
      "Run `resident capture --script` beside the program, or let the program serve /metrics at the address of its pprof.";
    const reason = "the program runs on another machine";
    return { pids: [], isRemote: true, failure: { reason, remedy } };
  }
  const inodes = socketsAt(endpoint, addresses);
  if (inodes.size === 0) return { pids: [], isRemote: false, failure: notOurs(endpoint) };
  const pids = LISTENERS.holding(inodes);
  return pids.length > 0
    ? { pids, isRemote: false }
    : { pids, isRemote: false, failure: notReadable(endpoint) };
}

/** The addresses of this machine that the endpoint's host stands for. */
async function localAddresses({ host, socketPath }: Endpoint): Promise<string[]> {
  if (socketPath !== undefined) return ["unix"];
  const found = await lookup(host, { all: true }).catch(() => []);
  const own = new Set(
    Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address)),
  );
  return found
    .map(({ address }) => address)
    .filter((address) => address.startsWith("127.") || address === "::1" || own.has(address));
}

function socketsAt(endpoint: Endpoint, addresses: readonly string[]): Set<number> {
  if (endpoint.socketPath !== undefined) {
    return new Set(listeningUnixSockets(readProcText("/proc/net/unix") ?? "", endpoint.socketPath));
  }
  const matching = LISTENERS.listening(
    ({ address, port }) => port === endpoint.port && isReachedBy(address, addresses),
  );
  return new Set(matching.map(({ inode }) => inode));
}

/** `::` takes IPv4 as well, unless the program asked otherwise. */
function isReachedBy(bound: string, addresses: readonly string[]): boolean {
  if (bound === "::") return true;
  if (bound === "0.0.0.0") return addresses.some((address) => !address.includes(":"));
  return addresses.includes(bound);
}

function notOurs({ port }: Endpoint): Failure {
  return {
    reason: `no process of this machine's own network namespace listens on port ${port}`,
    remedy: "If it is a container's port, give the PID as well: resident PID URL.",
  };
}

function notReadable({ port }: Endpoint): Failure {
  return {
    reason: `which process listens on port ${port} can't be read: it belongs to another user`,
    remedy: "Run as the same user or as root, or give the PID as well.",
  };
}
