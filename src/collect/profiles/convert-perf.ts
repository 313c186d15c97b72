/**
 * A file of Linux's `perf record` → profile.proto, by the program that pprof has do this, too:
 * perf_to_profile of github.com/google/perf_data_converter.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { readSingleFile } from "../bundle/read-single-file.ts";

const PROGRAM = "perf_to_profile";

/** The profile as bytes. What the program has to say goes to standard error. */
export async function convertPerf(
  path: string,
  warn: (message: string) => void,
): Promise<Uint8Array> {
  warn(`Converting ${path} to a profile.proto... (May take a few minutes)`);
  const folder = mkdtempSync(join(tmpdir(), "resident-perf-"));
  try {
    const converted = join(folder, "profile.pb.gz");
    await run(["-i", path, "-o", converted, "-f"]);
    return await readSingleFile(converted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(PROGRAM, args, { stdio: ["ignore", 2, 2] });
  const [code, signal] = await once(child, "close").catch((error: unknown) => {
    throw failure(`exec: "${PROGRAM}": executable file not found in $PATH`, error);
  });
  if (code !== 0) throw failure(signal === null ? `exit status ${code}` : `signal: ${signal}`);
}

function failure(reason: string, cause?: unknown): ResidentError {
  const remedy = "Try github.com/google/perf_data_converter";
  const message = `failed to convert perf.data file. ${remedy}: ${reason}`;
  return new ResidentError("RES_UNKNOWN_FORMAT", message, { cause });
}
