/**
 * What `go tool pprof` (Go 1.26) printed for many command lines on one profile, kept as a text file, so
 * that a machine without Go can compare with it too. Made anew, from the reference and never from our own
 * output, where UPDATE_GOLDENS is set.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runOwn } from "../support/own-pprof.ts";
import { type Run, runReference } from "../support/reference-pprof.ts";
import { canonical } from "./peer/canonical.ts";
import type { PeerProfile } from "./peer/matrix.ts";

const isUpdate = process.env["UPDATE_GOLDENS"] !== undefined;

/** Starts a run in a file; no report has a line like it. */
const HEAD = "=== ";

type Lines = readonly (readonly string[])[];

/** A test for each of the command lines; the files are in `folder`. */
export function compareWithGolden(folder: string, profile: PeerProfile, lines: Lines): void {
  const file = join(folder, `${profile.name.replaceAll("/", "-")}.txt`);
  describe(profile.name, () => {
    if (isUpdate) makeGolden(file, profile, lines);
    const golden = readGolden(file);
    for (const line of lines) {
      test(line.join(" "), async () => {
        const ours = await runOwn([...line, ...profile.words]);
        expect(section(ours, line)).toBe(golden.get(line.join(" ")));
      });
    }
  });
}

function readGolden(file: string): Map<string, string> {
  const sections = readFileSync(file, "utf8").split(`\n${HEAD}`).slice(1);
  return new Map(
    sections.map((text) => {
      const end = text.indexOf("\n");
      return [text.slice(0, end), text.slice(end + 1)];
    }),
  );
}

function makeGolden(file: string, { words }: PeerProfile, lines: Lines): void {
  const sections = lines.map((line) => {
    return `\n${HEAD}${line.join(" ")}\n${section(runReference([...line, ...words]), line)}`;
  });
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, sections.join(""));
}

/** How a run ended, what it said on standard error, and what it printed. */
function section(run: Run, line: readonly string[]): string {
  const { status, stderr, stdout } = canonical(run, line);
  return `exit ${status}\n${stderr}${stdout}`;
}
