/** `resident pprof` in this process: what it writes and how it ends. */
import { runPprof } from "../../src/cli/pprof/run-pprof.ts";
import type { Run } from "./reference-pprof.ts";

export async function runOwn(args: readonly string[]): Promise<Run> {
  const out: (string | Uint8Array)[] = [];
  const errors: string[] = [];
  const status = await runPprof(args, {
    writeOut: (chunk) => void out.push(chunk),
    writeError: (text) => void errors.push(text),
  });
  const bytes = out.map((chunk) => Buffer.from(chunk as string));
  return { status, stdout: Buffer.concat(bytes).toString(), stderr: errors.join("") };
}
