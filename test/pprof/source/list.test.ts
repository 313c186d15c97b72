/**
 * `-list` against what `go tool pprof` (Go 1.26) printed, with the fixtures' own source, so that no
 * path of a machine is in it. Made anew from the reference:
 *   UPDATE_GOLDENS=1 npx vitest run --project unit test/pprof/source/list.test.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { runOwn } from "../../support/own-pprof.ts";
import { runReference } from "../../support/reference-pprof.ts";

const FIXTURES = relative(process.cwd(), join(import.meta.dirname, "../../fixtures/pprof"));
const FOLDER = join(import.meta.dirname, "golden");
const HERE = `-trim_path=example.com/profiles/v2/make -source_path=${FIXTURES}/make`;

const RUNS: Readonly<Record<string, string>> = {
  heap: `-list=main ${HERE} ${FIXTURES}/heap.pb.gz`,
  "heap-objects": `-list=tree|even -sample_index=0 -noinlines ${HERE} ${FIXTURES}/heap.pb.gz`,
  cpu: `-list=work|fibonacci|sort.Strings -unit=ms ${HERE} ${FIXTURES}/cpu.pb.gz`,
  mean: `-list=contend -mean ${HERE} ${FIXTURES}/block.pb.gz`,
  missing: `-list=^main -source_path=${FIXTURES} ${FIXTURES}/goroutine.pb.gz`,
  none: `-list=no.such.function ${FIXTURES}/heap.pb.gz`,
};

describe("-list", () => {
  for (const [name, line] of Object.entries(RUNS)) {
    const args = line.split(" ");
    const golden = join(FOLDER, `${name}.txt`);
    if (process.env["UPDATE_GOLDENS"] !== undefined) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(golden, section(runReference(args)));
    }
    test(line, async () => {
      expect(section(await runOwn(args))).toBe(readFileSync(golden, "utf8"));
    });
  }
});

function section(run: { status: number; stdout: string; stderr: string }): string {
  return `exit ${run.status}\n${run.stderr}${run.stdout}`;
}
