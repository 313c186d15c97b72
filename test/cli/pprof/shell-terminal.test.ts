// The shell on a terminal, as a person has it: script(1) gives one.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertBuilt, FIXTURES, ROOT } from "../run-resident.ts";

const HEAP = join(FIXTURES, "probe/go1.26/0001/pprof/heap");
const state = mkdtempSync(join(tmpdir(), "resident-shell-"));
const hasScript = /util-linux/.test(
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout ?? "",
);

beforeAll(assertBuilt);
afterAll(() => rmSync(state, { recursive: true, force: true }));

const UP = "\x1b[A";
const CTRL_C = "\x03";
const CTRL_D = "\x04";

/** Types each key sequence when a new prompt, or what the one before waits for, has appeared. */
function typed(keys: readonly (readonly [keys: string, until: string])[]): Promise<string> {
  const command = `"${process.execPath}" "${join(ROOT, "bin/resident.js")}" pprof "${HEAP}"`;
  const env = { PATH: process.env["PATH"], TERM: "xterm", XDG_STATE_HOME: state, NO_COLOR: "1" };
  const child = spawn("script", ["-qec", command, "/dev/null"], { env });
  const rest = [...keys];
  let shown = "";
  let from = 0;
  return new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      shown += piece;
      const until = rest[0]?.[1] ?? "\0";
      const at = shown.indexOf(until, from);
      if (at < 0) return;
      from = shown.length;
      child.stdin.write(rest.shift()![0]);
    });
    child.on("close", () => resolve(shown));
  });
}

const PROMPT = "(pprof) ";

describe.skipIf(!hasScript)("on a terminal", () => {
  // On a busy machine keys can come before the shell listens; then they are typed again.
  test("reports, completes, pipes, and leaves with Ctrl-D", {
    retry: 3,
    timeout: 20_000,
  }, async () => {
    const shown = await typed([
      ["top2\r", PROMPT],
      ["list main.b", PROMPT],
      ["\t", "main.b"],
      [CTRL_C, "ig"],
      [CTRL_C, PROMPT],
      ["top 3 | tr a-z A-Z\r", "leaves"],
      ["cum\r", "MAIN.BIG"],
      [CTRL_D, PROMPT],
    ]);
    expect(shown).toContain("Showing top 2 nodes");
    expect(shown).toMatch(/MAIN\.BIG/);
    expect(shown).not.toContain("unknown config field");
    const history = readFileSync(join(state, "resident/pprof-history"), "utf8");
    expect(history).toBe("top2\ntop 3 | tr a-z A-Z\ncum\n");
  });

  test("remembers the lines of earlier shells", { retry: 3, timeout: 20_000 }, async () => {
    const shown = await typed([
      [`${UP}${UP}\r`, PROMPT],
      ["q\r", "MAIN.BIG"],
    ]);
    expect(shown).toContain("MAIN.BIG");
  });
});
