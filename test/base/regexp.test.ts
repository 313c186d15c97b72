/** Patterns mean what they mean to Go: held to what Go's regexp says (fixtures/regexp/main.go). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { compileRegexp } from "../../src/base/regexp.ts";
import { cpuStopwatch } from "../support/cpu-time.ts";

interface Truth {
  readonly texts: readonly string[];
  readonly rows: readonly {
    readonly pattern: string;
    readonly error: string | null;
    readonly matches: readonly number[];
  }[];
}

const FILE = new URL("../fixtures/regexp/matches.json", import.meta.url);
const { texts, rows } = JSON.parse(readFileSync(FILE, "utf8")) as Truth;

/** Where the library follows RE2 in C++ and Go does not; nobody filters functions by these. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "(?P<": "error parsing regexp: invalid named capture: `(?P<`",
  "(?P<n>a)(?P<n>b)": "error parsing regexp: duplicate capture group name: `n`",
};

function outcome(pattern: string): { error: string | null; matches: number[] } {
  try {
    const regexp = compileRegexp(pattern);
    const matches = texts.flatMap((text, index) => (regexp.test(text) ? [index] : []));
    return { error: null, matches };
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    expect(error.code).toBe("RES_USAGE");
    return { error: error.message, matches: [] };
  }
}

describe("regular expressions", () => {
  it("are checked against both matches and errors", () => {
    expect(rows.filter((row) => row.error === null).length).toBeGreaterThan(80);
    expect(rows.filter((row) => row.error !== null).length).toBeGreaterThan(40);
  });

  it.each(rows.filter((row) => !(row.pattern in OTHERWISE)))("$pattern", (row) => {
    expect(outcome(row.pattern)).toEqual({ error: row.error, matches: row.matches });
  });

  it.each(Object.entries(OTHERWISE))("%s differs from Go's", (pattern, error) => {
    expect(outcome(pattern).error).toBe(error);
    expect(rows.find((row) => row.pattern === pattern)!.error).not.toBe(error);
  });

  it("keep nothing from one text to the next", () => {
    const regexp = compileRegexp("b$");
    expect(["ab", "ab", "ba", "b"].map((text) => regexp.test(text))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it("take linear time where JavaScript's would take years", () => {
    const spent = cpuStopwatch();
    expect(compileRegexp("^(a|aa|a*)*$").test(`${"a".repeat(50_000)}b`)).toBe(false);
    expect(spent()).toBeLessThan(5000);
  });

  it("are refused beyond a length", () => {
    expect(outcome("a".repeat(10_001)).error).toBe("error parsing regexp: expression too large");
  });
});
