/**
 * Runs one of the tools of the installed Go (`go tool objdump`, `nm`, `addr2line`) on a program's
 * file. They read the file; they don't run it.
 */
import { spawnSync } from "node:child_process";
import { MiB } from "../../base/units.ts";

const MAX_OUTPUT = 512 * MiB;
/** The first use of a tool of a fresh Go compiles it. */
const TIMEOUT_MS = 120_000;

export interface ToolRun {
  readonly output: string;
  /** Its complaint, or "". */
  readonly error: string;
  readonly isMissing: boolean;
}

export function runGoTool(tool: string, args: readonly string[], input = ""): ToolRun {
  const { stdout, stderr, error } = spawnSync("go", ["tool", tool, ...args], {
    input,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
    timeout: TIMEOUT_MS,
    windowsHide: true,
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return {
    output: stdout ?? "",
    error: error === undefined ? (stderr ?? "").trim() : error.message,
    isMissing: code === "ENOENT" || /no such tool/.test(stderr ?? ""),
  };
}
