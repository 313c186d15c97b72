/**
 * The capture as a POSIX shell script, for machines and containers without Node. It writes the same
 * bundle as `resident capture`.
 *
 * The script lies beside this file in parts, as shell, so that it can be read and checked as such;
 * here they are only joined, and the user's options put in as its defaults.
 */
import { readFileSync } from "node:fs";
import { shellQuote } from "../../base/shell-quote.ts";
import { packageRoot } from "../package-root.ts";

export interface ScriptOptions {
  /** PID or URL or both, as one would give them to the script. */
  readonly targets?: readonly string[];
  readonly count?: number;
  readonly everySeconds?: number;
  readonly prefix?: string;
  readonly deep?: boolean;
  readonly gc?: boolean;
  readonly insecure?: boolean;
}

/** `run.sh` last: it is the only part that does something by itself. */
const PARTS = [
  "start.sh",
  "fetch.sh",
  "find-process.sh",
  "find-port.sh",
  "snapshot.sh",
  "secrets.sh",
  "cgroup.sh",
  "program.sh",
  "finish.sh",
];

/** From src/ and from dist/ alike, the shell parts are where they were written. */
const FOLDER = new URL("src/collect/script/", packageRoot());

/** The text of the script. */
export function captureScript(options: ScriptOptions = {}): string {
  const parts = PARTS.map((name) => readFileSync(new URL(name, FOLDER), "utf8"));
  const run = readFileSync(new URL("run.sh", FOLDER), "utf8");
  return [...parts, defaults(options), run].filter((part) => part !== "").join("\n");
}

/** Variables that are set already win, so that the script can still be steered from outside. */
function defaults(options: ScriptOptions): string {
  const { targets = [], count, everySeconds, prefix, deep, gc, insecure } = options;
  const values = {
    TARGET: targets.join(" "),
    COUNT: count === undefined ? "" : String(count),
    EVERY: everySeconds === undefined ? "" : String(everySeconds),
    PREFIX: prefix ?? "",
    DEEP: deep ? "1" : "",
    GC: gc ? "1" : "",
    INSECURE: insecure ? "1" : "",
  };
  return Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `[ -n "\${${name}:-}" ] || ${name}=${shellQuote(value)}\n`)
    .join("");
}
