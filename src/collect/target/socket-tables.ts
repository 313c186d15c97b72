/**
 * The listening sockets of network namespaces, each read once: its table has a line for every
 * connection as well and takes milliseconds on a busy machine, and most processes share one.
 */
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { type ListeningSocket, listeningSockets } from "./listening-sockets.ts";

export class SocketTables {
  private readonly known = new Map<string, readonly ListeningSocket[]>();

  /** The sockets of the namespace that the process is in. */
  of(pid: number): readonly ListeningSocket[] {
    const netFolder = join("/proc", String(pid), "net");
    const namespace = networkNamespace(pid);
    if (namespace === undefined) return listeningSockets(netFolder);
    let sockets = this.known.get(namespace);
    if (sockets === undefined) {
      sockets = listeningSockets(netFolder);
      this.known.set(namespace, sockets);
    }
    return sockets;
  }
}

/** `net:[4026531840]`, or undefined where that can't be read. */
export function networkNamespace(pid: number | "self"): string | undefined {
  try {
    return readlinkSync(join("/proc", String(pid), "ns/net"));
  } catch {
    return undefined;
  }
}
