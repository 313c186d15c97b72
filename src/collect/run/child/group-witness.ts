/**
 * Tells whether a signal that came to us went to the whole process group. Ctrl-C at a terminal and
 * `kill -INT -GROUP` reach the program by themselves, and a second signal means "at once" to many
 * programs; `kill PID` reaches us alone, and has to be passed on. No system call says which it was.
 * So a small process of the same group waits: if the signal ends it too, it went to all.
 */
import { type ChildProcess, spawn } from "node:child_process";

/** It ends by itself when we do: its input is closed then. No core file of it, should that be asked for. */
const WAIT = ["sh", "-c", "ulimit -c 0; exec cat"] as const;
/** Milliseconds in which a signal to the group has reached every process of it. */
const PATIENCE = 60;

export class GroupWitness {
  private child: ChildProcess | undefined;
  private endedAt = Number.NEGATIVE_INFINITY;
  private isWanted = true;

  constructor() {
    this.start();
  }

  /** Resolves to true where the signal that has just come went to the group. */
  async sawSignal(): Promise<boolean> {
    const { child } = this;
    if (performance.now() - this.endedAt < PATIENCE) return true;
    if (child === undefined) return false;
    return new Promise((tell) => {
      const timer = setTimeout(() => tell(false), PATIENCE);
      child.once("exit", () => {
        clearTimeout(timer);
        tell(true);
      });
    });
  }

  close(): void {
    this.isWanted = false;
    this.child?.stdin?.destroy();
    this.child?.unref();
  }

  private start(): void {
    if (process.platform === "win32") return;
    const child = spawn(WAIT[0], WAIT.slice(1), { stdio: ["pipe", "ignore", "ignore"], env: {} });
    child.on("error", () => {
      this.isWanted = false;
      this.child = undefined;
    });
    child.stdin.on("error", () => undefined);
    child.once("exit", () => {
      this.endedAt = performance.now();
      this.child = undefined;
      if (this.isWanted) this.start();
    });
    child.unref();
    this.child = child;
  }
}
