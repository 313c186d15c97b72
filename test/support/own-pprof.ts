/** `resident pprof` in this process: what it writes and how it ends. */
import { runPprof } from "../../src/cli/pprof/run-pprof.ts";
import type { Run } from "./reference-pprof.ts";

export async function runOwn(args: readonly string[]): Promise<Run> {
  const out: Buffer[] = [];
  const errors: string[] = [];
  const status = await runPprof(args, {
    writeOut: (chunk) => void out.push(Buffer.from(chunk as string)),
    writeError: (text) => void errors.push(text),
  });
  return { status, stdout: Buffer.concat(out).toString(), stderr: errors.join("") };
}
