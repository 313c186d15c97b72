/** `resident pprof` in this process: what it writes and how it ends. */
import { Readable } from "node:stream";
import { runPprof } from "../../src/cli/pprof/run-pprof.ts";
import type { Run } from "./reference-pprof.ts";

export interface OwnOptions {
  /** What the shell reads. */
  readonly input?: string;
  /** Of the reports: that of the reference in the tests. Runs may overlap if theirs is the same. */
  readonly zone?: string;
}

export async function runOwn(args: readonly string[], options: OwnOptions = {}): Promise<Run> {
  const { input = "", zone = "UTC" } = options;
  process.env["TZ"] = zone;
  const out: Buffer[] = [];
  const errors: string[] = [];
  const status = await runPprof(args, {
    writeOut: (chunk) => void out.push(Buffer.from(chunk as string)),
    writeError: (text) => void errors.push(text),
    input: Readable.from([Buffer.from(input)]),
  });
  return { status, stdout: Buffer.concat(out).toString(), stderr: errors.join("") };
}
