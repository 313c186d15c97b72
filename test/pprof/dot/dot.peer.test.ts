/**
 * Graphs of random profiles, against the installed `go tool pprof`: byte for byte, but where the
 * reference itself prints another order from run to run (names that are equal, sizes that cancel
 * out), which is compared as a set of lines.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { encodePprof } from "../../support/encode-pprof.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { randomReportProfile } from "../../support/random-report-profile.ts";
import { referencePath, runReference } from "../../support/reference-pprof.ts";
import { canonicalCallgrind } from "./canonical-callgrind.ts";
import { canonicalTree } from "./canonical-tree.ts";

const RUNS = Number(process.env["PPROF_RUNS"] ?? 300);
const folder = mkdtempSync(join(tmpdir(), "resident-dot-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = [
  ...["-cum", "-lines", "-addresses", "-filefunctions", "-noinlines", "-mean", "-showcolumns"],
  ...["-drop_negative", "-trim=false", "-nodecount=3", "-nodecount=6", "-nodefraction=0.1"],
  ...["-edgefraction=0.1", "-sample_index=0", "-unit=auto", "-unit=kb", "-unit=ms", "-divide_by=7"],
];
const options = fc.uniqueArray(fc.constantFrom(...OPTIONS), { maxLength: 3 });

test.skipIf(referencePath === undefined)(
  "-dot and -callgrind print the same",
  async () => {
    const report = fc.constantFrom("-dot", "-dot", "-callgrind");
    const property = fc.asyncProperty(randomReportProfile, report, options, async (...drawn) => {
      const [profile, first, rest] = drawn;
      const args = commandLine(encodePprof(profile), [first, ...rest]);
      const ours = await runOwn(args);
      const theirs = runReference(args);
      expect(ours.status).toBe(theirs.status);
      if (ours.stdout === theirs.stdout) return;
      const others = Array.from({ length: 8 }, () => runReference(args).stdout);
      if (others.includes(ours.stdout)) return;
      fc.pre(others.every((other) => other === theirs.stdout));
      expect(ours.stdout).toBe(theirs.stdout);
    });
    await fc.assert(property, { numRuns: RUNS });
  },
  1_200_000,
);

test.skipIf(referencePath === undefined)(
  "-call_tree draws the same trees",
  async () => {
    const property = fc.asyncProperty(randomReportProfile, options, async (profile, rest) => {
      // Which of equal nodes are among the first so many is left to chance.
      const stable = rest.filter((option) => !option.startsWith("-nodecount"));
      const args = commandLine(encodePprof(profile), [
        "-dot",
        "-call_tree",
        "-nodecount=1000",
        ...stable,
      ]);
      const ours = await runOwn(args);
      const theirs = runReference(args);
      expect(ours.status).toBe(theirs.status);
      expect(canonicalTree(ours.stdout)).toEqual(canonicalTree(theirs.stdout));
      const callgrind = ["-callgrind", ...args.slice(1)];
      const our = canonicalCallgrind((await runOwn(callgrind)).stdout);
      const their = canonicalCallgrind(runReference(callgrind).stdout);
      if (isDeepStrictEqual(our, their)) return;
      // Where it prints another graph from run to run, there is nothing to compare with.
      const others = Array.from({ length: 8 }, () => runReference(callgrind).stdout);
      fc.pre(others.every((other) => isDeepStrictEqual(canonicalCallgrind(other), their)));
      expect(our).toEqual(their);
    });
    await fc.assert(property, { numRuns: RUNS });
  },
  1_200_000,
);

function commandLine(bytes: Uint8Array, options: readonly string[]): string[] {
  const file = join(folder, "profile.pb");
  writeFileSync(file, bytes);
  return [...options, "-symbolize=none", file];
}
