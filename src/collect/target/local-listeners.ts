/**
 * Which sockets of this machine listen, and which processes have them open. Either is tens of milliseconds of
 * reading on a busy machine: the kernel's table has a line for each connection, and every process has a
 * folder of open files. So what was read is kept for a moment, and hundreds of targets on this machine cost
 * one such walk and not one each. What is not found in it is looked for anew: it may have come since.
 */
import { listPids } from "./list-pids.ts";
import { type ListeningSocket, listeningSockets, socketInodes } from "./listening-sockets.ts";

const KEPT_MS = 2000;

export class LocalListeners {
  private readonly sockets = new Kept(() => listeningSockets("/proc/net"));
  private readonly holders = new Kept(readHolders);

  /** Of this network namespace. */
  listening(isMeant: (socket: ListeningSocket) => boolean): readonly ListeningSocket[] {
    return this.sockets.find((sockets) => sockets.filter(isMeant));
  }

  /** PIDs that hold one of these sockets, ascending. */
  holding(inodes: ReadonlySet<number>): readonly number[] {
    return this.holders.find((holders) => {
      const pids = [...inodes].flatMap((inode) => holders.get(inode) ?? []);
      return [...new Set(pids)].sort((a, b) => a - b);
    });
  }
}

/** What was read, for a moment. */
class Kept<T> {
  private readonly read: () => T;
  private value: T | undefined;
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(read: () => T) {
    this.read = read;
  }

  find<R>(look: (value: T) => readonly R[]): readonly R[] {
    const isFresh = performance.now() - this.readAt < KEPT_MS;
    const found = isFresh && this.value !== undefined ? look(this.value) : [];
    if (found.length > 0) return found;
    this.value = this.read();
    this.readAt = performance.now();
    return look(this.value);
  }
}

function readHolders(): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>();
  for (const pid of listPids()) {
    for (const inode of socketInodes(pid) ?? []) {
      const pids = holders.get(inode);
      if (pids === undefined) holders.set(inode, [pid]);
      else pids.push(pid);
    }
  }
  return holders;
}
