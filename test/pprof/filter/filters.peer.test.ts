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
import { FILTER_LINES } from "./command-lines.ts";
import { withNamelessLines } from "./nameless-lines.ts";

const RUNS = Number(process.env["PPROF_RUNS"] ?? 300);
const FIXTURES = join(import.meta.dirname, "../../fixtures");
const PROFILES = [
  "pprof/heap.pb.gz",
  "pprof/cpu.pb.gz",
  "pprof/mutex.pb.gz",
  "captures/probe/go1.26/0001/pprof/heap",
];

const folder = mkdtempSync(join(tmpdir(), "resident-filters-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(referencePath === undefined)("the same bytes as go tool pprof", () => {
  for (const name of PROFILES) {
    describe(name, () => {
      for (const line of FILTER_LINES) {
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
    const names = [
      "main",
      "^runtime",
      "lib",
      "x\\.go$",
      "server",
      "grow|work|Run",
      "^$",
      "a|b",
      "\\)$",
    ];
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
    // Nodes without a name come in any order in reports that add up.
    const input = fc.oneof(
      fc.record({
        profile: randomReportProfile,
        report: fc.constantFrom("-top", "-tree", "-tags", "-dot"),
      }),
      fc.record({
        profile: withNamelessLines(randomReportProfile),
        report: fc.constantFrom("-traces", "-raw"),
      }),
    );
    const property = fc.asyncProperty(
      input,
      filters,
      fc.constantFrom("", "runtime\\..*", "main.*|.*grow", ".*", "Visitor::operator\\(\\)", "("),
      fc.constantFrom("", "main.work.*", "runtime.goexit", "["),
      async ({ profile, report }, chosen, dropFrames, keepFrames) => {
        const file = join(folder, "profile.pb");
        writeFileSync(file, encodePprof({ ...profile, dropFrames, keepFrames }));
        const given = chosen.filter((each) => each !== undefined);
        const args = [report, "-lines", ...given, file];
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
