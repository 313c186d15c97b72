/** Sources that pprof does not find: shown where they are surely the same, left out where they aren't. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSourceFile } from "../../../src/collect/source/read-source-file.ts";
import type { Profile } from "../../../src/model/profile.ts";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import type { ReportInput } from "../../../src/pprof/report-input.ts";
import { DEFAULT_SETTINGS } from "../../../src/pprof/settings.ts";
import { elsewhereFinder } from "../../../src/pprof/source/find-elsewhere.ts";
import { fixtureProfile } from "./fixture-profile.ts";

const SOURCE = join(import.meta.dirname, "../../fixtures/pprof/make/main.go");
const RECORDED = "example.com/profiles/v2/make/main.go";

const HOST: ReportInput["host"] = {
  localTime: () => ({ offset: 0, zone: "UTC" }),
  workingFolder: () => "/",
  openObject: () => ({ error: "none", needsGo: false }),
  readSource: () => ({ error: "none" }),
};

function search(candidate: { path: string; exact: boolean }, change = (text: string) => text) {
  const host = {
    ...HOST,
    sourceCandidates: () => [candidate],
    readSource(path: string) {
      const read = readSourceFile(path);
      if ("error" in read) return read;
      return { bytes: new TextEncoder().encode(change(new TextDecoder().decode(read.bytes))) };
    },
  };
  return finderOf(fixtureProfile("heap"), host)(RECORDED);
}

function finderOf(profile: Profile, host: ReportInput["host"]) {
  return elsewhereFinder({ profile, settings: DEFAULT_SETTINGS, host });
}

describe("elsewhereFinder", () => {
  test("takes the file in which every function begins where the profile says", () => {
    expect(search({ path: SOURCE, exact: false })).toHaveProperty("bytes");
  });

  test("leaves another version of it", () => {
    expect(search({ path: SOURCE, exact: false }, (text) => `\n${text}`)).toBeUndefined();
  });

  test("takes a path that names its version as it is", () => {
    const other = (text: string) => `\n${text}`;
    expect(search({ path: SOURCE, exact: true }, other)).toHaveProperty("bytes");
  });

  test("finds nothing where there is no file", () => {
    expect(search({ path: `${SOURCE}.gone`, exact: true })).toBeUndefined();
  });

  test("looks at the functions once, however many files are nowhere", () => {
    const type = { type: "cpu", unit: "count" };
    const builder = new ProfileBuilder({ valueTypes: [type], periodType: type, period: 1 });
    const files = Array.from({ length: 20_000 }, (_, i) => `example.com/gone/f${i}.go`);
    for (const filename of files) builder.addFunction({ name: filename, filename });
    let asked = 0;
    const sourceCandidates = () => {
      asked++;
      return [];
    };
    const find = finderOf(builder.finish(), { ...HOST, sourceCandidates });
    expect(files.map(find).every((read) => read === undefined)).toBe(true);
    expect(asked).toBe(files.length);
  });
});
