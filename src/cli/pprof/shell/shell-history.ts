/**
 * The lines typed in earlier shells, in a file of the user's. It is a convenience: where it can't be
 * read or written, the shell goes on without.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const MOST_LINES = 1000;
/** A line that long was not typed. */
const MOST_LENGTH = 4096;
const PRIVATE = { mode: 0o600 } as const;

export class ShellHistory {
  /** The last one first. */
  readonly lines: readonly string[];
  private readonly path: string;
  private last: string;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.path = historyPath(env);
    this.lines = readLines(this.path);
    this.last = this.lines[0] ?? "";
  }

  add(line: string): void {
    const isNew = line.trim() !== "" && line !== this.last && line.length <= MOST_LENGTH;
    if (!isNew) return;
    this.last = line;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      appendFileSync(this.path, `${line}\n`, PRIVATE);
    } catch {
      // Read-only homes exist.
    }
  }
}

/** `~/.local/state/resident/pprof-history`, or where XDG_STATE_HOME says. */
export function historyPath(env: Readonly<Record<string, string | undefined>>): string {
  const state = env["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return join(state, "resident", "pprof-history");
}

function readLines(path: string): string[] {
  let lines: string[];
  try {
    lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  } catch {
    return [];
  }
  const kept = lines.slice(-MOST_LINES);
  // Written anew seldom, so that two shells at once lose nothing in the usual case.
  if (lines.length > 2 * MOST_LINES) rewrite(path, kept);
  return kept.reverse();
}

function rewrite(path: string, lines: readonly string[]): void {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, lines.map((line) => `${line}\n`).join(""), PRIVATE);
    renameSync(temporary, path);
  } catch {
    // It stays as long as it is.
  }
}
