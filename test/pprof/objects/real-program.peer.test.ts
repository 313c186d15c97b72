/**
 * Source and machine code of a program that is built and profiled here, against the installed
 * `go tool pprof` on the same files: byte for byte, of the page its numbers.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourceHost } from "../../../src/cli/pprof/load/source-host.ts";
import { decodePprof } from "../../../src/decode/pprof/decode-pprof.ts";
import { parsePprofFlags } from "../../../src/pprof/flags/pprof-flags.ts";
import { makeReport } from "../../../src/pprof/make-report.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { referencePath, runReference } from "../../support/reference-pprof.ts";
import { rowsOfOwn, rowsOfReference } from "./weblist-numbers.ts";

const SOURCE = join(import.meta.dirname, "../../fixtures/pprof/make");
const LISTS = [
  "-list=main",
  "-list=. -symbolize=none -noinlines",
  "-list=sort -mean",
  "-list=main -trim_path=/nowhere",
];
const CODE = [
  "-disasm=main",
  "-disasm=. -symbolize=none -mean",
  "-disasm=fibonacci|even -unit=ms",
  "-disasm=nothing",
  "-disasm=0x401000",
];
const PAGES = [
  "-weblist=main -symbolize=none",
  "-weblist=main -symbolize=none -sample_index=0 -mean",
  "-weblist=encodeState -symbolize=none",
];

describe.skipIf(referencePath === undefined).each(["exe", "pie"])(
  "a program built as %s",
  (mode) => {
    const folder = mkdtempSync(join(tmpdir(), "resident-program-"));
    const profiles = ["cpu", "heap", "mutex"].map((name) => join(folder, `${name}.pb.gz`));
    beforeAll(() => {
      const program = join(folder, "server");
      execFileSync("go", ["build", `-buildmode=${mode}`, "-o", program, "."], { cwd: SOURCE });
      execFileSync(program, [folder]);
    }, 300_000);
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each([...LISTS, ...CODE])(
      "%s",
      async (line) => {
        for (const profile of profiles) {
          const args = [...line.split(" "), profile];
          expect(await runOwn(args)).toEqual(runReference(args));
        }
      },
      300_000,
    );

    test.each(PAGES)(
      "%s",
      async (line) => {
        for (const profile of profiles) {
          const page = join(folder, "page.html");
          rmSync(page, { force: true });
          const args = [...line.split(" "), profile];
          const { status } = runReference([`-output=${page}`, ...args]);
          if (status !== 0) continue;
          const theirs = rowsOfReference(readFileSync(page, "utf8"));
          expect(rowsOfOwn(await ownPage(args))).toEqual(theirs);
          expect(theirs.filter((row) => row.startsWith("LINE")).length).toBeGreaterThan(10);
        }
      },
      300_000,
    );
  },
);

async function ownPage(args: readonly string[]): Promise<string> {
  const flags = parsePprofFlags(args, () => {});

  const report = makeReport({
    profile: decodePprof(gunzipSync(readFileSync(flags.words[0]!))),
    command: flags.command!,
    argument: flags.argument!,
    settings: flags.settings,
    json: false,
    host: { localTime: () => ({ offset: 0, zone: "UTC" }), ...(await sourceHost(flags)) },
    warn: () => {},
  });
  return [...report].join("");
}
