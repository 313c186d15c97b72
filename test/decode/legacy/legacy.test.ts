/**
 * Profiles of the old forms, against what `go tool pprof` (Go 1.26) made of them. To make the golden
 * file anew, from the reference:
 *   UPDATE_GOLDENS=1 npx vitest run --project unit test/decode/legacy/legacy.test.ts
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeAnyProfile } from "../../../src/decode/legacy/decode-any-profile.ts";
import { parsePprofFlags } from "../../../src/pprof/flags/pprof-flags.ts";
import { makeReport } from "../../../src/pprof/make-report.ts";
import { LEGACY_PROFILES } from "../../support/legacy-profiles.ts";

const GOLDEN = join(import.meta.dirname, "legacy.golden.json");

/** Java's have no mapping, and `-raw` would show the one that a report makes up for them. */
const argumentsFor = (name: string) =>
  name.includes("of Java") ? ["-traces", "-lines"] : ["-raw"];

if (process.env["UPDATE_GOLDENS"] !== undefined) makeGolden();
const golden: Record<string, string> = JSON.parse(readFileSync(GOLDEN, "utf8"));

describe("a profile of an old form", () => {
  it.each(Object.keys(LEGACY_PROFILES))("is read as the reference reads it: %s", (name) => {
    expect(readByUs(name)).toBe(golden[name]);
  });

  it("drops frames of the allocator, of locks, or of the profiler", () => {
    const filters = (name: string) => decodeAnyProfile(LEGACY_PROFILES[name]!);
    expect(filters("heap v2")).toMatchObject({
      dropFrames: expect.stringMatching(/^calloc\|.*\|runtime\\\.\.\*\|.*simple_alloc::allocate$/),
      keepFrames: "runtime\\.panic|runtime\\.reflectcall|runtime\\.call[0-9]*",
    });
    expect(filters("mutex").dropFrames).toMatch(/^RecordLockProfileData\|/);
    expect(filters("goroutine").dropFrames).toMatch(/^ProfileData::Add\|.*__restore$/);
  });
});

function readByUs(name: string): string {
  const { command, settings } = parsePprofFlags([...argumentsFor(name), "x"], () => {});
  try {
    const profile = decodeAnyProfile(LEGACY_PROFILES[name]!);
    const host = {
      localTime: () => ({ offset: 0, zone: "UTC" }),
      readSource: () => ({ error: "none" }),
      openObject: () => ({ error: "none", needsGo: false }),
      workingFolder: () => "/",
    };
    const pieces = makeReport({ profile, command: command!, settings, host, warn: () => {} });
    const decoder = new TextDecoder();
    return [...pieces].map((p) => (typeof p === "string" ? p : decoder.decode(p))).join("");
  } catch (error) {
    return (error as Error).message;
  }
}

function makeGolden(): void {
  const folder = mkdtempSync(join(tmpdir(), "legacy-"));
  const results: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(LEGACY_PROFILES)) {
    const file = join(folder, "profile");
    writeFileSync(file, bytes);
    const run = spawnSync("go", ["tool", "pprof", ...argumentsFor(name), file], {
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC" },
    });
    const reason = run.stderr.split("\n").find((line) => line.startsWith(`${file}: `));
    results[name] = run.status === 0 ? run.stdout : (reason ?? "").slice(file.length + 2);
  }
  rmSync(folder, { recursive: true });
  writeFileSync(GOLDEN, `${JSON.stringify(results, null, 2)}\n`);
}
