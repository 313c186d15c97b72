/**
 * Looks for pprof on the ports that a process listens on, sparingly: the ports are looked up at
 * growing distances, and none is asked twice unless it gave no clear answer.
 */
import type { HttpOptions } from "../../http/http-options.ts";
import { findEndpoint } from "../../target/find-endpoint.ts";
import { listeningSockets, socketInodes } from "../../target/listening-sockets.ts";
import { ProgramConnection } from "../../target/program-connection.ts";

/** Milliseconds from one lookup to the next: a share of the process's age, within bounds. */
const GROWTH = 0.5;
const SHORTEST = 100;
const LONGEST = 60_000;
/** A server that has just begun to listen may not answer yet. */
const TRIES = 3;
const HTTP: HttpOptions = { timeoutMs: 5000, idleMs: 2000 };

export class PprofFinder {
  connection: ProgramConnection | undefined;
  /** Why there is none, as far as it is known. */
  reason: { readonly reason: string; readonly remedy?: string } | undefined;
  private readonly pid: number;
  private readonly startedAt: number;
  private nextAt: number;
  private asked = "";
  private tries = 0;
  private isAsking = false;

  constructor(pid: number, startedAt: number) {
    this.pid = pid;
    this.startedAt = startedAt;
    this.nextAt = startedAt + SHORTEST;
  }

  /** Looks where it is time to; true where pprof was found just now. */
  async look(now: number): Promise<boolean> {
    if (this.connection !== undefined || this.isAsking || now < this.nextAt) return false;
    this.nextAt = now + Math.min(Math.max((now - this.startedAt) * GROWTH, SHORTEST), LONGEST);
    const ports = this.ports();
    if (ports !== this.asked) this.tries = 0;
    if (this.tries >= TRIES || (ports === "" && this.reason !== undefined)) return false;
    this.asked = ports;
    this.tries++;
    this.isAsking = true;
    try {
      return await this.ask();
    } finally {
      this.isAsking = false;
    }
  }

  close(): void {
    this.connection?.close();
  }

  private async ask(): Promise<boolean> {
    const { endpoint, failure } = await findEndpoint(this.pid, { http: HTTP });
    this.reason = failure;
    if (endpoint === undefined) return false;
    const connection = new ProgramConnection(endpoint, { http: HTTP });
    await connection.open(true);
    this.connection = connection;
    return true;
  }

  /** Those that it listens on, as one text; "" for none. */
  private ports(): string {
    const inodes = socketInodes(this.pid);
    if (inodes === undefined || inodes.size === 0) return "";
    const own = listeningSockets(`/proc/${this.pid}/net`).filter(({ inode }) => inodes.has(inode));
    return own
      .map(({ address, port }) => `${address}:${port}`)
      .sort()
      .join(" ");
  }
}
