// What Tab offers, and that a name which it puts in is a pattern that finds the function.
import { describe, expect, test } from "vitest";
import { compileRegexp } from "../../../src/base/regexp.ts";
import { LineCompleter } from "../../../src/pprof/shell/complete-line.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { shellProfile } from "../../support/shell-profile.ts";
import { fixturePath, fixtureProfile } from "../source/fixture-profile.ts";

const labelled = new LineCompleter(fixtureProfile("cpu"));
const completer = new LineCompleter(shellProfile());

describe("Tab", () => {
  test.each([
    ["to", ["top", "topproto"]],
    ["granu", ["granularity="]],
    ["noin", ["noinlines"]],
    ["alloc", ["alloc_space"]],
    ["help tagf", ["tagfocus"]],
    ["sample_index=in", ["inuse_space"]],
    ["granularity=fil", ["filefunctions", "files"]],
    ["trim=", ["false", "true"]],
    ["list main.b", ["main.big"]],
    ["top5 -cum Unm", ["encoding/json.Unmarshal"]],
    ["top -main.b", ["-main.big"]],
    ["focus=main.b", ["main.big"]],
    ["tags main", []],
    ["nothing", []],
  ])("%s", (line, candidates) => {
    expect(completer.complete(line).candidates).toEqual(candidates);
  });

  test.each([
    ["tagroot=", ["job", "tier"]],
    ["tagroot=tier,j", ["tier,job"]],
    ["taghide=ti", ["tier"]],
    ["tagfocus=j", ["job="]],
    ["tagfocus=job=", ["job=^alpha$", "job=^beta$", "job=^gamma$"]],
    ["tagignore=job=^be", ["job=^beta$"]],
    ["tagfocus=none=", []],
    ["tags job=al", ["job=^alpha$"]],
    ["tags -ti", ["-tier="]],
  ])("labels: %s", (line, candidates) => {
    expect(labelled.complete(line).candidates).toEqual(candidates);
  });

  test("a label is a filter that keeps its samples alone", async () => {
    const [filter] = labelled.complete("tagfocus=job=g").candidates;
    const { stdout } = await runOwn(["-tags", `-tagfocus=${filter}`, fixturePath("cpu")]);
    expect(stdout).toContain("gamma");
    expect(stdout).not.toMatch(/alpha|beta/);
  });

  test("a candidate takes the place of the last word", () => {
    expect(completer.complete("list json.Unm").replaced).toBe("json.Unm");
    expect(completer.complete("list ").replaced).toBe("");
    expect(completer.complete("list ").candidates).toHaveLength(4);
  });

  test("a method's name is a pattern, and can be completed further", () => {
    const [pattern] = completer.complete("list Server").candidates;
    expect(pattern).toBe("main.\\(\\*Server\\).handle");
    expect(compileRegexp(pattern!).test("main.(*Server).handle")).toBe(true);
    expect(completer.complete("list main.\\(\\*Ser").candidates).toEqual([pattern]);
  });
});
