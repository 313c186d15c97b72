/** Random profiles with random command lines, against the installed `go tool pprof`; shrunk where they differ. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { encodePprof } from "../../support/encode-pprof.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { randomReportProfile } from "../../support/random-report-profile.ts";
import { type Run, referencePath, runReference } from "../../support/reference-pprof.ts";
import { canonicalCallgrind } from "../dot/canonical-callgrind.ts";
import { canonical } from "./canonical.ts";

const RUNS = Number(process.env["PPROF_RUNS"] ?? 300);
const folder = mkdtempSync(join(tmpdir(), "resident-peer-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAIN = [
  ...["-cum", "-noinlines", "-mean", "-showcolumns"],
  ...["-drop_negative", "-relative_percentages", "-compact_labels", "-trim=false"],
  ...[
    "-nodecount=3",
    "-nodefraction=0.1",
    "-nodefraction=Inf",
    "-edgefraction=0.1",
    "-sample_index=0",
  ],
  ...["-unit=auto", "-unit=kb", "-unit=ms", "-divide_by=7"],
];
const GRANULARITIES = ["-lines", "-addresses", "-filefunctions", "-functions"];
const FILTERS = [
  ...["-focus=main", "-ignore=runtime", "-hide=^runtime", "-show=main|a/b", "-hide=b.*lib"],
  ...["-show_from=main.work", "-prune_from=Client", "-tagfocus=job=a", "-tagignore=1kb:"],
  ...["-tagshow=b", "-taghide=job", "-tagroot=job,n", "-tagleaf=bytes,tier"],
];
const REPORTS = ["-top", "-tree", "-peek=main", "-traces", "-raw", "-tags", "-dot", "-callgrind"];

/** Functions of a callgrind file that print the same come in any order, and names depend on it. */
function comparable(run: Run, args: readonly string[]) {
  const { stdout, ...rest } = canonical(run, args);
  return { ...rest, stdout: args.includes("-callgrind") ? canonicalCallgrind(stdout) : stdout };
}

test.skipIf(referencePath === undefined)(
  "random profiles print the same",
  async () => {
    const line = fc.tuple(
      fc.constantFrom(...REPORTS),
      fc.constantFrom(...GRANULARITIES),
      fc.uniqueArray(fc.constantFrom(...PLAIN, ...FILTERS), { maxLength: 3 }),
    );
    const property = fc.asyncProperty(
      randomReportProfile,
      line,
      async (profile, [report, granularity, rest]) => {
        const file = join(folder, "profile.pb");
        writeFileSync(file, encodePprof(profile));
        const args = [report, granularity, ...rest, file];
        expect(comparable(await runOwn(args), args)).toEqual(comparable(runReference(args), args));
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  },
  600_000,
);
