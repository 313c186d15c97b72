/**
 * A real terminal for tests: tmux draws what a program writes, and says what a person would see.
 * Each has a server of its own, so that it meets nobody's sessions.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Why there is none, or undefined. */
export function whyNoTmux(): string | undefined {
  const { status } = spawnSync("tmux", ["-V"]);
  return status === 0 ? undefined : "tmux is not installed (apt-get install tmux)";
}

let count = 0;

export class TmuxTerminal {
  private readonly server: string;

  /**
   * Opens it with a shell in it, that waits for a command: what is typed before the shell reads is
   * echoed where it did not ask, and what a command prints then follows on the same line.
   */
  static async open(options: TerminalOptions): Promise<TmuxTerminal> {
    const terminal = new TmuxTerminal(options);
    await terminal.waitFor(/[#$] *$/m);
    return terminal;
  }

  private constructor({ columns, rows, cwd, env = {} }: TerminalOptions) {
    this.server = `resident-test-${process.pid}-${++count}`;
    const set = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    const size = ["-x", String(columns), "-y", String(rows)];
    const shell = "env -u CI -u NO_COLOR sh -i";
    const command = env["NO_COLOR"] === undefined ? shell : "env -u CI sh -i";
    this.tmux("-f", "/dev/null", "new-session", "-d", ...size, "-c", cwd, ...set, command);
    this.tmux("set-option", "-g", "status", "off");
    // The line that was the status is the window's now.
    this.resize(columns, rows);
  }

  /** Types a line. */
  type(line: string): void {
    this.tmux("send-keys", "-l", line);
    this.press("Enter");
  }

  /** Keys by tmux's names: `Down`, `Enter`, `C-c`, `q`. */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.tmux("send-keys", key);
  }

  resize(columns: number, rows: number): void {
    this.tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** What is on it now, a line a row. With `escapes` also its colours. */
  screen(options: { readonly escapes?: boolean } = {}): string {
    return this.tmux("capture-pane", "-p", ...(options.escapes ? ["-e"] : []));
  }

  /** Waits until the screen has that on it; throws with the screen that had not. */
  async waitFor(pattern: RegExp, seconds = 30): Promise<string> {
    const end = performance.now() + seconds * 1000;
    for (;;) {
      const screen = this.screen();
      if (pattern.test(screen)) return screen;
      if (performance.now() > end) throw new Error(`${pattern} never came:\n${screen}`);
      await sleep(100);
    }
  }

  /** The PID of what the shell runs now. */
  foreground(): number {
    const shell = this.tmux("display-message", "-p", "#{pane_pid}").trim();
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8");
    return Number(children.trim().split(" ").at(-1));
  }

  close(): void {
    spawnSync("tmux", ["-L", this.server, "kill-server"]);
  }

  private tmux(...args: readonly string[]): string {
    return execFileSync("tmux", ["-L", this.server, ...args], { encoding: "utf8" });
  }
}
