/**
 * Profiles that are written, byte for byte those of the reference before gzip, which packs another
 * way. To make the goldens anew, from the reference:
 *   UPDATE_GOLDENS=1 npx vitest run --project unit test/pprof/encode/proto-golden.test.ts
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runPprof } from "../../../src/cli/pprof/run-pprof.ts";
import { FIXTURES } from "../../cli/run-resident.ts";
import { referencePath } from "../../support/reference-pprof.ts";

const GOLDEN = join(import.meta.dirname, "golden");
const PROFILES = join(FIXTURES, "../pprof");
const of = (name: string) => join(PROFILES, name);

const LINES: Readonly<Record<string, readonly string[]>> = {
  block: ["-proto", of("block.pb.gz")],
  "cpu-focus": ["-proto", "-focus=main", "-hide=runtime", of("cpu.pb.gz")],
  merged: ["-proto", of("goroutine.pb.gz"), of("goroutine.pb.gz")],
  "diff-base": ["-proto", `-diff_base=${of("block.pb.gz")}`, of("mutex.pb.gz")],
  topproto: ["-topproto", of("cpu.pb.gz")],
  text: ["-proto", of("threadcreate.debug1")],
};

async function written(args: readonly string[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const status = await runPprof(args, {
    writeOut: (piece) => void pieces.push(Buffer.from(piece as Uint8Array)),
    writeError: () => {},
  });
  expect(status).toBe(0);
  return gunzipSync(Buffer.concat(pieces));
}

function writeGolden(file: string, args: readonly string[]): void {
  const { stdout } = spawnSync(referencePath!, args, { maxBuffer: 2 ** 30 });
  mkdirSync(GOLDEN, { recursive: true });
  writeFileSync(file, gunzipSync(stdout));
}

test.each(Object.entries(LINES))("%s", async (name, args) => {
  const file = join(GOLDEN, `${name}.pb`);
  if (process.env["UPDATE_GOLDENS"] !== undefined) writeGolden(file, args);
  expect((await written(args)).equals(readFileSync(file))).toBe(true);
});
