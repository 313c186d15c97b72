/**
 * Filters against the installed `go tool pprof`, byte for byte, notes on standard error included: alone
 * and together, with the reports and granularities that show what they leave.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { encodePprof } from "../../support/encode-pprof.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { randomReportProfile } from "../../support/random-report-profile.ts";
import { type Run, referencePath, runReference } from "../../support/reference-pprof.ts";
import { canonicalTree } from "../dot/canonical-tree.ts";
import { canonical } from "../peer/canonical.ts";

const RUNS = Number(process.env["PPROF_RUNS"] ?? 300);
const FIXTURES = join(import.meta.dirname, "../../fixtures");
const PROFILES = [
  "pprof/heap.pb.gz",
  "pprof/cpu.pb.gz",
  "pprof/mutex.pb.gz",
  "captures/probe/go1.26/0001/pprof/heap",
];

const LINES = [
  // Frames.
  ...["-top -focus=main", "-top -lines -focus=gzip|sort", "-tree -focus=insert -noinlines"],
  ...["-top -focus=server.go", "-traces -focus=main -ignore=gzip", "-top -focus=main -ignore=main"],
  ...["-top -ignore=runtime", "-tree -ignore=runtime -relative_percentages", "-top -focus=nothing"],
  ...["-top -hide=runtime", "-traces -hide=^runtime\\.", "-tree -lines -hide=main -noinlines"],
  ...["-top -hide=.", "-raw -hide=main", "-top -hide=nothing", "-dot -hide=gzip|flate"],
  ...[
    "-dot -call_tree -trim=false -hide=runtime|sort",
    "-top -show=main",
    "-tree -lines -show=main|runtime",
  ],
  ...[
    "-traces -show=^main\\.",
    "-raw -show=main",
    "-top -show=nothing",
    "-top -noinlines -show=put",
  ],
  ...["-top -show=main -hide=main.main", "-tree -focus=main -show=main -hide=func1 -ignore=odd"],
  ...["-top -show_from=main.main", "-traces -show_from=insert|Encode", "-raw -show_from=work|even"],
  ...["-tree -lines -show_from=server.go", "-top -show_from=nothing", "-top -cum -show_from=."],
  ...["-top -prune_from=insert", "-traces -prune_from=main\\.", "-raw -prune_from=malloc|even|Do"],
  ...["-tree -lines -prune_from=main.main -noinlines", "-top -prune_from=nothing"],
  ...["-traces -hide=runtime -show_from=main -prune_from=even|Strings"],
  ...["-top -relative_percentages -focus=main -nodefraction=0.1", "-peek=main -hide=main.main"],
  ...["-callgrind -focus=main -hide=runtime"],
  // Labels.
  ...[
    "-top -tagfocus=1kb:",
    "-top -tagfocus=:1kb",
    "-tags -tagfocus=512b:2kb",
    "-top -tagfocus=1kb",
  ],
  ...["-tags -tagfocus=bytes=1kb:", "-tags -tagignore=bytes=:3kb", "-top -tagfocus=3000"],
  ...["-top -tagfocus=bytes=1kb:2s", "-top -tagfocus=none=1:", "-top -tagfocus=-1kb:+1kb"],
  ...[
    "-tags -tagfocus=1kb:2kb:3kb",
    "-tags -tagfocus=job=alpha,beta",
    "-tags -tagfocus=alpha,tier:a",
  ],
  ...[
    "-tags -tagfocus=alpha,beta",
    "-top -tagignore=gamma",
    "-top -tagfocus=job=",
    "-tags -tagfocus==",
  ],
  ...[
    "-tags -tagfocus=tier=a|b -tagignore=job=alpha",
    "-traces -tagfocus=job:b",
    "-top -tagignore=.",
  ],
  ...["-traces -tagshow=job", "-traces -taghide=job|bytes", "-tags -tagshow=t -taghide=ti"],
  ...[
    "-raw -tagshow=nothing",
    "-raw -taghide=nothing",
    "-dot -tagshow=bytes",
    "-dot -taghide=bytes",
  ],
  ...["-top -tagroot=job", "-tree -tagroot=tier,job", "-raw -tagroot=job,bytes -tagleaf=tier"],
  ...[
    "-traces -tagleaf=bytes -unit=kb",
    "-top -tagroot=none",
    "-top -tagleaf=,",
    "-dot -tagroot=job",
  ],
  ...[
    "-top -tagroot=job -focus=alpha",
    "-traces -tagroot=job -show_from=^beta",
    "-dot -tagleaf=bytes",
  ],
  ...["-top -tagroot=bytes -hide=^$", "-tree -tagleaf=tier,job -ignore=^a -lines"],
  ...[
    "-dot -call_tree -trim=false -tagroot=job -tagleaf=bytes",
    "-top -tagleaf=job -filefunctions -tagfocus=job=b",
  ],
  // What is wrong.
  ...["-top -focus=(", "-top -ignore=[", "-top -hide=*", "-top -show=a**", "-top -show_from=\\"],
  ...["-top -prune_from=(?=a)", "-top -tagfocus=a(", "-top -tagignore=job=ok,[", "-top -tagshow=("],
  ...[
    "-top -tagshow=nothing -taghide=(",
    "-top -prune_from=( -focus=[",
    "-top -prune_from=( -tagfocus=1",
  ],
  ...["-top -focus=nothing -tagshow=(", "-top -sample_index=9 -focus=("],
  ...["-top -sample_index=9 -focus=( -relative_percentages"],
].map((line) => line.split(" "));

const folder = mkdtempSync(join(tmpdir(), "resident-filters-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(referencePath === undefined)("the same bytes as go tool pprof", () => {
  for (const name of PROFILES) {
    describe(name, () => {
      for (const line of LINES) {
        test(line.join(" "), async () => {
          const args = [...line, join(FIXTURES, name)];
          expect(comparable(await runOwn(args), line)).toEqual(
            comparable(runReference(args), line),
          );
        });
      }
    });
  }

  test("random profiles, with several filters at once", async () => {
    const option = (name: string, values: readonly string[]) =>
      fc.option(
        fc.constantFrom(...values).map((value) => `-${name}=${value}`),
        { nil: undefined, freq: 2 },
      );
    const names = ["main", "^runtime", "lib", "x\\.go$", "server", "grow|work|Run", "^$", "a|b"];
    const tags = [
      "job=a",
      "1kb:",
      "bytes=:2kb",
      "n=-7:5",
      "a,job:b",
      "-7",
      "tier=b,long",
      "request=2",
    ];
    const keys = ["job", "bytes", "n|r", "tier", "none"];
    const lists = ["job", "bytes,job", "n,tier", "request,none", "none"];
    const filters = fc.tuple(
      ...["focus", "ignore", "hide", "show", "show_from", "prune_from"].map((name) =>
        option(name, names),
      ),
      ...["tagfocus", "tagignore"].map((name) => option(name, tags)),
      ...["tagshow", "taghide"].map((name) => option(name, keys)),
      ...["tagroot", "tagleaf"].map((name) => option(name, lists)),
      option("relative_percentages", ["true"]),
      option("noinlines", ["true"]),
    );
    const report = fc.constantFrom("-top", "-tree", "-traces", "-raw", "-tags", "-dot");
    const property = fc.asyncProperty(
      randomReportProfile,
      report,
      filters,
      fc.constantFrom("", "runtime\\..*", "main.*|.*grow", ".*"),
      fc.constantFrom("", "main.work.*", "runtime.goexit"),
      async (profile, format, chosen, dropFrames, keepFrames) => {
        const file = join(folder, "profile.pb");
        writeFileSync(file, encodePprof({ ...profile, dropFrames, keepFrames }));
        const given = chosen.filter((each) => each !== undefined);
        const args = [format, "-lines", ...given, file];
        expect(canonical(await runOwn(args), args)).toEqual(canonical(runReference(args), args));
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  }, 600_000);
});

/** Call trees come in any order. */
function comparable(run: Run, line: readonly string[]) {
  if (!line.includes("-call_tree")) return canonical(run, line);
  return { ...canonical(run, line), stdout: canonicalTree(run.stdout) };
}
