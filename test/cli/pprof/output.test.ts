// Files that reports go to, and what is said where a command line is wrong.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { historyPath, ShellHistory } from "../../../src/cli/pprof/shell/shell-history.ts";
import { flagKinds } from "../../../src/pprof/flags/pprof-flags.ts";
import { commandLineHelp } from "../../../src/pprof/help/command-line-help.ts";
import { CAPTURES } from "../../support/captures.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { assertBuilt, ROOT, residentIntoHead } from "../run-resident.ts";

const HEAP = join(CAPTURES, "probe/go1.26/0001/pprof/heap");
const folder = mkdtempSync(join(tmpdir(), "resident-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("-output", () => {
  test("gets what standard output would", async () => {
    const path = join(folder, "top.txt");
    const run = await runOwn(["-top", "-output", path, HEAP]);
    expect(run).toEqual({ status: 0, stdout: "", stderr: `Generating report in ${path}\n` });
    expect(readFileSync(path, "utf8")).toBe((await runOwn(["-top", HEAP])).stdout);
  });

  test("keeps the mode of a file, and a link to it", async () => {
    const [path, link] = [join(folder, "mode.txt"), join(folder, "link.txt")];
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    symlinkSync(path, link);
    await runOwn(["-top", "-output", link, HEAP]);
    expect(readFileSync(path, "utf8")).toContain("flat%");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test.each([
    ["a pattern that matches nothing", ["-list", "nothing-here"]],
    ["an expression that is none", ["-top", "-focus", "("]],
    ["a value that is not there", ["-top", "-sample_index", "x"]],
  ])("%s leaves what was there", async (_, args) => {
    const path = join(folder, "kept.txt");
    writeFileSync(path, "old");
    const { status, stderr } = await runOwn([...args, "-output", path, HEAP]);
    expect(status).toBe(2);
    expect(stderr).not.toBe("");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });

  test("a folder that is not there", async () => {
    const path = join(folder, "none/top.txt");
    const { status, stderr } = await runOwn(["-top", "-output", path, HEAP]);
    expect(status).toBe(2);
    expect(stderr).toBe(`Generating report in ${path}\nopen ${path}: no such file or directory\n`);
  });

  test("a report of the shell goes to a file, and the next one does not", async () => {
    const path = join(folder, "shell.txt");
    const { stdout } = await runOwn([HEAP], { input: `top2 > ${path}\n` });
    expect(stdout).toBe("(pprof) (pprof) ");
    expect(readFileSync(path, "utf8")).toContain("Showing top 2 nodes");
  });
});

test.skipIf(process.platform === "win32")(
  "in a folder that is gone, what needs none is reported",
  () => {
    const gone = join(folder, "gone");
    const run = (...args: string[]) => {
      const command = [process.execPath, join(ROOT, "bin/resident.js"), "pprof", ...args, HEAP];
      const script = 'mkdir "$0" && cd "$0" && rmdir "$0" && exec "$@"';
      return spawnSync("sh", ["-c", script, gone, ...command], { encoding: "utf8" });
    };
    assertBuilt();
    expect(run("-top").stdout).toContain("main.retain");
    const { status, stdout, stderr } = run("-list=main");
    const message = "could not stat current dir: getwd: no such file or directory\n";
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: "", stderr: message });
  },
);

test.skipIf(process.platform === "win32").each([
  ["text", "-traces"],
  ["a profile", "-proto"],
])("%s that is read in part only ends quietly", (_, report) => {
  assertBuilt();
  const allocs = join(CAPTURES, "../pprof/allocs.pb.gz");
  const { stderr } = residentIntoHead(["pprof", report, allocs], 1);
  expect(stderr).toBe("code 0\n");
});

describe("usage", () => {
  test.each([
    [[], "no profile source specified\n"],
    [["-top"], "no profile source specified\n"],
    [["-top", "-tree", "x"], "must set at most one output format\n"],
    [["-cum", "-flat", "x"], "conflicting options set: [cum flat]\n"],
    [["-foo", "x"], "flag provided but not defined: -foo\n"],
    [["-nodecount"], "flag needs an argument: -nodecount\n"],
    [
      ["-http", ":0", "-top", "x"],
      "-http is not compatible with an output format on the command line\n",
    ],
    [["-no_browser", "x"], "-no_browser only makes sense with -http\n"],
    [
      ["-base", "a", "-diff_base", "b", "x"],
      "-base and -diff_base flags cannot both be specified\n",
    ],
    [["-normalize", "x"], "must have base profile to normalize by\n"],
  ])("%j", async (args, message) => {
    const { status, stdout, stderr } = await runOwn(args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr.startsWith(message)).toBe(true);
  });

  test("help names every flag", async () => {
    const { status, stdout, stderr } = await runOwn(["-help"]);
    expect([status, stdout, stderr]).toEqual([0, "", commandLineHelp()]);
    const named = [...stderr.matchAll(/^ {2}-(\w+)/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual([...flagKinds().keys()].sort());
  });
});

describe("history", () => {
  const env = { XDG_STATE_HOME: join(folder, "state") };
  const path = historyPath(env);

  test("comes back, the last line first, without repetitions", () => {
    const history = new ShellHistory(env);
    for (const line of ["top", "top", "  ", "list main"]) history.add(line);
    expect(new ShellHistory(env).lines).toEqual(["list main", "top"]);
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("does not grow for ever", () => {
    writeFileSync(path, Array.from({ length: 2500 }, (_, i) => `top ${i}\n`).join(""));
    expect(new ShellHistory(env).lines).toHaveLength(1000);
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(1001);
  });

  test("is done without where it can't be written", () => {
    const nowhere = { XDG_STATE_HOME: join(path, "below-a-file") };
    new ShellHistory(nowhere).add("top");
    expect(existsSync(historyPath(nowhere))).toBe(false);
  });
});
