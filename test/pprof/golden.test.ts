/**
 * Byte for byte against what `go tool pprof` (Go 1.26) printed, kept as text in golden/, so that a
 * machine without Go can tell too. To make them anew, from the reference and never from our own
 * output:  UPDATE_GOLDENS=1 npx vitest run --project unit test/pprof/golden.test.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runOwn } from "../support/own-pprof.ts";
import { type Run, runReference } from "../support/reference-pprof.ts";
import { canonical } from "./peer/canonical.ts";
import { goldenLines, goldenProfiles, type PeerProfile } from "./peer/matrix.ts";

const FOLDER = join(import.meta.dirname, "golden");
const isUpdate = process.env["UPDATE_GOLDENS"] !== undefined;

/** Starts a run in a file; no report has a line like it. */
const HEAD = "=== ";

for (const profile of goldenProfiles()) {
  describe(profile.name, () => {
    if (isUpdate) makeGolden(profile);
    const golden = readGolden(profile);
    for (const line of goldenLines) {
      test(line.join(" "), async () => {
        const ours = await runOwn([...line, ...profile.words]);
        expect(section(ours, line)).toBe(golden.get(line.join(" ")));
      });
    }
  });
}

function readGolden({ name }: PeerProfile): Map<string, string> {
  const sections = readFileSync(pathOf(name), "utf8").split(`\n${HEAD}`).slice(1);
  return new Map(
    sections.map((text) => {
      const end = text.indexOf("\n");
      return [text.slice(0, end), text.slice(end + 1)];
    }),
  );
}

function makeGolden({ name, words }: PeerProfile): void {
  const sections = goldenLines.map((line) => {
    return `\n${HEAD}${line.join(" ")}\n${section(runReference([...line, ...words]), line)}`;
  });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(pathOf(name), sections.join(""));
}

/** How a run ended, what it said on standard error, and what it printed. */
function section(run: Run, line: readonly string[]): string {
  const { status, stderr, stdout } = canonical(run, line);
  return `exit ${status}\n${stderr}${stdout}`;
}

function pathOf(name: string): string {
  return join(FOLDER, `${name.replaceAll("/", "-")}.txt`);
}
