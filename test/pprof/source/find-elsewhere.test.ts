/** Sources that pprof does not find: shown where they are surely the same, left out where they aren't. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSourceFile } from "../../../src/collect/source/read-source-file.ts";
import { DEFAULT_SETTINGS } from "../../../src/pprof/settings.ts";
import { findElsewhere } from "../../../src/pprof/source/find-elsewhere.ts";
import { fixtureProfile } from "./fixture-profile.ts";

const SOURCE = join(import.meta.dirname, "../../fixtures/pprof/make/main.go");
const RECORDED = "example.com/profiles/v2/make/main.go";

function search(candidate: { path: string; exact: boolean }, change = (text: string) => text) {
  const host = {
    localTime: () => ({ offset: 0, zone: "UTC" }),
    workingFolder: () => "/",
    openObject: () => ({ error: "none", needsGo: false }),
    sourceCandidates: () => [candidate],
    readSource(path: string) {
      const read = readSourceFile(path);
      if ("error" in read) return read;
      return { bytes: new TextEncoder().encode(change(new TextDecoder().decode(read.bytes))) };
    },
  };
  return findElsewhere(RECORDED, {
    profile: fixtureProfile("heap"),
    settings: DEFAULT_SETTINGS,
    host,
  });
}

describe("findElsewhere", () => {
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
});
