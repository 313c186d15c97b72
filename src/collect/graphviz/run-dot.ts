/** Graphviz as it is installed: the program `dot`. */
import { spawnSync } from "node:child_process";
import { MiB } from "../../base/units.ts";

const MAX_OUTPUT = 512 * MiB;

/** What `dot` wrote, or why it did not, in Go's words. */
export type DotRun =
  | { readonly picture: Uint8Array; readonly notes: string }
  | { readonly failure: string; readonly isMissing: boolean };

export function runDot(dot: string, format: string): DotRun {
  const options = { input: dot, maxBuffer: MAX_OUTPUT, windowsHide: true };
  const { stdout, stderr, status, signal, error } = spawnSync("dot", [`-T${format}`], options);
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    const failure = 'exec: "dot": executable file not found in $PATH';
    return { failure, isMissing: true };
  }
  if (error !== undefined) return { failure: error.message, isMissing: false };
  if (status === 0) return { picture: stdout, notes: stderr.toString() };
  const end = status === null ? `signal: ${signal}` : `exit status ${status}`;
  const reason = stderr.toString().trim();
  return { failure: reason === "" ? end : `${end}: ${reason}`, isMissing: false };
}
