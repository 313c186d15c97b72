/** Every version that traces has a rule for what goes back, and a range of versions has each once. */
import { describe, expect, it, test } from "vitest";
import { atOnce, returningRule } from "../../../src/analyze/gc/returning-rule.ts";

describe("the rule of one version", () => {
  it.each([4, 11, 12, 13, 15, 16, 20, 21, 27])("Go 1.%i has one", (minor) => {
    const rule = returningRule({ fromMinor: minor, toMinor: minor })!;
    expect(rule).toMatch(/^In this version what /);
    expect(rule.match(/ what (a collection frees|was not used)/g)).toHaveLength(1);
    const isFree = minor >= 12 && minor <= 15;
    expect(rule.includes("MADV_FREE")).toBe(isFree);
    expect(rule.includes("debug.FreeOSMemory()")).toBe(!isFree);
  });
});

test("versions that differ are told one after the other, the oldest first", () => {
  const rule = returningRule({ fromMinor: 6, toMinor: 12 })!;
  expect(rule).toMatch(/^In Go 1\.6 to 1\.11 what was not used .* In Go 1\.12 what was not used /);
  expect(returningRule({ fromMinor: 15, toMinor: 17 })).toMatch(
    /^In Go 1\.15 what .* In Go 1\.16 to 1\.17 what /,
  );
  expect(returningRule({ fromMinor: 18 })).toMatch(/^In Go 1\.18 to 1\.20 .* From Go 1\.21 on /);
  expect(returningRule({ fromMinor: 21 })).toMatch(/^In this version /);
});

test("with numbers, what would bring it at once is left to say", () => {
  const falls = { what: "falls", bytes: 1, earliest: 1, latest: 2, waitsFor: "x" } as const;
  expect(atOnce(26, [falls])).toBe("debug.FreeOSMemory() gives back at once what is free.");
  expect(atOnce(14, [falls])).toBeNull();
  expect(atOnce(26, [{ ...falls, what: "stays" }])).toBeNull();
});

test("no version, no rule", () => {
  expect(returningRule(undefined)).toBeNull();
});
