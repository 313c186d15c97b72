/** Help, and what is wrong on the command line: said in a sentence, with what to do. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { similarCommand } from "../../src/cli/command-names.ts";
import { COMMANDS } from "../../src/cli/commands/commands.ts";
import { assertBuilt, CLASSIC, ROOT, resident } from "./run-resident.ts";

beforeAll(assertBuilt);

describe("help", () => {
  it.each(Object.keys(COMMANDS))("of %s names its flags and has examples", async (name) => {
    const { code, stdout, stderr } = await resident([name, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: resident/);
    expect(stdout).toMatch(/\nExamples:\n {2}(?:sudo )?resident /);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("lists the commands", async () => {
    const { stdout } = await resident(["--help"]);
    for (const name of Object.keys(COMMANDS).filter((one) => one !== "explain"))
      expect(stdout).toMatch(new RegExp(`\\n {2}resident ${name} {2,}\\w`));
  });

  it("can be asked for as a command", async () => {
    expect(await resident(["help", "top"])).toEqual(await resident(["top", "--help"]));
  });

  it("has a version", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect((await resident(["--version"])).stdout).toBe(`resident ${version}\n`);
  });
});

describe("wrong usage", () => {
  it.each([
    [["--tming", CLASSIC], "unknown option '--tming'", "Did you mean --timing?"],
    [["top", "--jsn", CLASSIC], "unknown option '--jsn'", "Did you mean --json?"],
    [["top", "-alloc_spac", CLASSIC], "unknown option '-alloc_spac'", "resident top --help"],
    [["diff", CLASSIC], "missing required argument 'b'", "resident diff --help"],
    [["diff", "a", "b", "c"], "too many arguments", "resident diff --help"],
    [["ps", "extra"], "too many arguments", "resident ps --help"],
    [[CLASSIC, "--width", "12"], '--width: "12" is not a whole number from 60 on', "--width"],
    [[":1", "--for", "30"], '--for: "30" is not a duration', "--for 30s"],
    [[":1", "--for", "5s", "--every", "1m"], "--every is longer than --for", "--every 5s"],
    [[":1", "--every", "5s"], "--every says how often, but not for how long", "--for 30s"],
    [[CLASSIC, "--for", "5s"], "is a recording: it can't be watched", "Leave --for out"],
    [[CLASSIC, "--max-size", "many"], '--max-size: "many" is not a size', "500MiB"],
    [["capture", CLASSIC, "-o", "b.tgz"], "is captured already", "Give a PID"],
    [["capture", ":1"], "capture: where to?", "-o bundle.tgz"],
    [["capture", ":1", "-o", "b.tgz", "--every", "5s"], "not how many times", "--count 10"],
    [
      ["capture", ":1", "-o", "b.tgz", "--for", "1m", "--every", "5s", "--count", "9"],
      "say the same twice",
      "Give two",
    ],
    [["list", CLASSIC, "main\\.main"], "no process and no file", "list 'main\\.main'"],
    [[":1", "--for", "5"], '--for: "5" is not a duration', "--for 5s"],
    [["capture", ":1", "-o", "package.json"], "package.json is there already", "--force"],
    [["capture", "--script", "./blahdo"], "can't look for ./blahdo", "give a PID"],
    [["capture", "--script", "--token", "x"], "--script can't take --token", "first lines"],
    [[":1", "--header", "nonsense"], "--header: not a header", "X-Scope"],
    [[":1", "--token", "@/nowhere"], "/nowhere: there is no such file", "Check the path"],
    [[CLASSIC, CLASSIC, CLASSIC], "3 recordings can't be compared at once", "Give two"],
    [["top", CLASSIC, CLASSIC], "takes one target", "resident diff"],
    [["/nowhere/bundle"], "/nowhere/bundle", ""],
    [["tpo", CLASSIC], "", "Did you mean `resident top`?"],
    [[], "there is no target", "Give a PID"],
  ])("%j", async (args, message, hint) => {
    const { code, stdout, stderr } = await resident(args);
    expect([code, stdout]).toEqual([2, ""]);
    const [error, next] = stderr.split("\n");
    expect(error).toMatch(/^error: /);
    expect(error).toContain(message);
    expect(next ?? "").toContain(hint);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

it.each([
  ["tpo", "top"],
  ["captrue", "capture"],
  ["sp", "ps"],
  ["difff", "diff"],
  ["top", undefined],
  ["blahdo", undefined],
  ["4817", undefined],
])("takes %s for a slip of %s", (word, meant) => {
  expect(similarCommand(word)).toBe(meant);
});
