// The shell on a terminal, as a person has it: script(1) gives one.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
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

/**
 * Types each key sequence when what it waits for has appeared since the one before. A prompt is waited
 * for at the end of what is shown: an echo draws it again, in front of what was typed.
 */
function typed(keys: readonly (readonly [keys: string, until: RegExp])[]): Promise<string> {
  const command = `"${process.execPath}" "${join(ROOT, "bin/resident.js")}" pprof "${HEAP}"`;
  const env = { PATH: process.env["PATH"], TERM: "xterm", XDG_STATE_HOME: state, NO_COLOR: "1" };
  const child = spawn("script", ["-qec", command, "/dev/null"], { env });
  const rest = [...keys];
  let shown = "";
  let from = 0;
  return new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      shown += piece;
      const fresh = stripVTControlCharacters(shown.slice(from));
      if (rest[0]?.[1].test(fresh) !== true) return;
      from = shown.length;
      child.stdin.write(rest.shift()![0]);
    });
    child.on("close", () => resolve(shown));
  });
}

const PROMPT = /\(pprof\) $/;

describe.skipIf(!hasScript)("on a terminal", () => {
  test("reports, completes, pipes, and leaves with Ctrl-D", {
    timeout: 20_000,
  }, async () => {
    const shown = await typed([
      ["top2\r", PROMPT],
      ["list main.b", /Showing top 2.*\(pprof\) $/s],
      ["\t", /main\.b$/],
      [CTRL_C, /ig/],
      [CTRL_C, PROMPT],
      ["top 3 | tr a-z A-Z\r", /leaves/],
      ["cum\r", /MAIN\.BIG.*\(pprof\) $/s],
      [CTRL_D, PROMPT],
    ]);
    expect(shown).toContain("Showing top 2 nodes");
    expect(shown).toMatch(/MAIN\.BIG/);
    expect(shown).not.toContain("unknown config field");
    const history = readFileSync(join(state, "resident/pprof-history"), "utf8");
    expect(history).toBe("top2\ntop 3 | tr a-z A-Z\ncum\n");
  });

  test("completes in the middle of what comes in one piece", async () => {
    const shown = await typed([
      ["pee\t main.bi\t\r", PROMPT],
      ["q\r", /flat%.*\(pprof\) $/s],
    ]);
    expect(shown).toMatch(/\| +main\.big/);
    expect(shown).not.toContain("unrecognized");
  });

  test("remembers the lines of earlier shells", async () => {
    const shown = await typed([
      [`${UP.repeat(4)}\r`, PROMPT],
      ["q\r", /MAIN\.BIG.*\(pprof\) $/s],
    ]);
    expect(shown).toContain("MAIN.BIG");
  });
});
