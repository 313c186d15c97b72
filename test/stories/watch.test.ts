/**
 * `resident watch` as a person sees it: the built command in a real terminal (tmux), beside real
 * programs that leak, end and come back.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { assertBuilt, ROOT } from "../cli/run-resident.ts";
import { type GoProgram, machineGo, startGoProgram } from "../support/go.ts";
import { TmuxTerminal, whyNoTmux } from "../support/tmux.ts";

const run = promisify(execFile);
const RESIDENT = `${process.execPath} ${join(ROOT, "bin/resident.js")}`;
const SOURCE = await readFile(join(ROOT, "test/fixtures/live/main.go"), "utf8");
const LEAKS_AT = SOURCE.split("\n").findIndex((line) => line.includes("256<<10)}")) + 1;

const missing =
  whyNoTmux() ?? ((await machineGo()) === undefined ? "there is no `go` here" : undefined);
if (missing !== undefined) describe.skip("resident watch", () => test(missing, () => undefined));

describe.skipIf(missing !== undefined)("resident watch", () => {
  let program: GoProgram;
  let folder: string;
  let terminal: TmuxTerminal | undefined;

  const leak = (listen?: string) =>
    startGoProgram(SOURCE, { name: "leaky", ...(listen && { env: { LISTEN: listen } }) });

  async function open(columns: number, rows: number, env: Record<string, string> = {}) {
    const own = { LANG: "C.UTF-8", ...env };
    terminal = await TmuxTerminal.open({ columns, rows, cwd: folder, env: own });
    return terminal;
  }

  beforeAll(async () => {
    assertBuilt();
    folder = await mkdtemp(join(tmpdir(), "resident-watch-"));
    // Where the program was built is gone; in its folder the source is found by its name.
    await writeFile(join(folder, "main.go"), SOURCE);
    program = await leak();
  });

  afterEach(() => terminal?.close());

  afterAll(async () => {
    await program?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    [60, 20],
    [80, 24],
    [140, 45],
  ])("shows all its parts at %i × %i", async (columns, rows) => {
    const view = await open(columns, rows);
    view.type(`${RESIDENT} watch ${program.url}`);
    // What is live is known from the second collection of a heap beyond 4 MiB on.
    const screen = await view.waitFor(
      /█ live +\d[\s\S]*main\.remember +\d[\s\S]*MemStats .* next in/,
      60,
    );
    const lines = screen.split("\n");
    expect(lines[0]).toMatch(
      new RegExp(`^leaky · pid ${program.pid} · go1\\S+ .*watching 0:\\d\\d$`),
    );
    expect(screen).toMatch(/RSS \d[\d.]* MiB +█+.*│ \d/);
    expect(screen).toMatch(/█ live +\d/);
    expect(screen).toMatch(/└ .* ago .*── RSS {2}·· live heap/);
    expect(screen).toMatch(/GCs \d+/);
    expect(screen).toMatch(new RegExp(`main\\.go:${LEAKS_AT} main\\.remember +\\d`));
    expect(lines[rows - 2]).toMatch(/^q quit {2}\? help/);
    await view.waitFor(/grows by [\d.]+ MiB a\s+minute/, 60);
  });

  test("goes down to the source and back, and to other values", async () => {
    const view = await open(80, 24);
    view.type(`${RESIDENT} watch ${program.pid}; echo code $?`);
    await view.waitFor(/▸ .*main\.remember/, 60);
    view.press("Enter");
    await view.waitFor(/make\(\[\]byte/);
    expect(view.screen()).toMatch(/^Esc back/m);
    view.press("Escape", "5");
    await view.waitFor(/Where goroutines are/);
    expect(view.screen()).toMatch(/main\.wait +\d+/);
    view.press("?");
    await view.waitFor(/leave; the terminal is as it was before/);
    view.press("Escape", "Space");
    await view.waitFor(/PAUSED/);
    view.press("q");
    await view.waitFor(/^code 0$/m);
  });

  test("follows a resize", async () => {
    const view = await open(80, 24);
    view.type(`${RESIDENT} watch ${program.pid}`);
    await view.waitFor(/▸ .*main\.remember/, 60);
    for (const [columns, rows] of [
      [60, 20],
      [140, 45],
      [66, 22],
    ] as const) {
      view.resize(columns, rows);
      await view.waitFor(/^leaky · .*watching \d:\d\d\n/, 10);
      await view.waitFor(new RegExp(`^(?:.*\\n){${rows - 2}}q quit`), 10);
      const screen = view.screen();
      expect(screen.match(/watching/g)?.length, "no rest of the screen before").toBe(1);
    }
  });

  test("saves a bundle that explains itself, says where, and leaves the terminal as it was", async () => {
    const view = await open(80, 24);
    view.type("echo before");
    await view.waitFor(/^before$/m);
    view.type(`${RESIDENT} watch ${program.url}; echo code $?`);
    await view.waitFor(/▸ .*main\.remember/, 60);
    expect(view.screen()).not.toContain("before");
    view.press("s");
    await view.waitFor(/Saved \.\/resident-leaky-[\d-]+\.tgz/, 30);
    view.press("q");
    const after = await view.waitFor(/^code 0$/m);
    expect(after).toMatch(/^before$/m);
    expect(after).not.toContain("watching");
    const [name] = (await readdir(folder)).filter((one) => one.endsWith(".tgz"));
    expect(after.replaceAll("\n", "")).toContain(`wrote ${join(folder, name!)}`);
    const { stdout } = await run("sh", ["-c", `${RESIDENT} ${join(folder, name!)}`]);
    expect(stdout).toContain("main.remember");
    // What is typed shows again, and a line is edited as before.
    view.type("stty -a | tr ' ' '\\n' | grep -xE -e '-?(echo|icanon)'");
    await view.waitFor(/^echo\n(?:.*\n)*?icanon$|^icanon\n(?:.*\n)*?echo$/m);
  });

  test.each([["C-c"], ["TERM"]])("ends on %s with everything restored", async (how) => {
    const view = await open(80, 24);
    view.type(`${RESIDENT} watch ${program.url}; echo code $?`);
    await view.waitFor(/▸ .*main\.remember/, 60);
    if (how === "C-c") view.press("C-c");
    else process.kill(view.foreground(), "SIGTERM");
    expect(await view.waitFor(/^code 0$/m)).not.toContain("watching");
  });

  test("waits for a program that ends, and finds it again", async () => {
    let first = await leak();
    const address = `127.0.0.1:${first.port}`;
    const view = await open(80, 24);
    try {
      view.type(`${RESIDENT} watch ${first.pid}`);
      await view.waitFor(/▸ .*main\.remember/, 60);
      await first.stop();
      const screen = await view.waitFor(/WAITING 0:\d\d/);
      expect(screen).toMatch(
        new RegExp(`Process ${first.pid} \\(leaky\\) has ended: waiting for it to come back`),
      );
      first = await leak(address);
      await view.waitFor(new RegExp(`^leaky · pid ${first.pid} .*watching`), 60);
      await view.waitFor(/restarted 1×/);
      await view.waitFor(/▸ .*main\.remember/, 60);
    } finally {
      await first.stop();
    }
  });

  test("has no colours with NO_COLOR, and plain lines without a terminal", async () => {
    const view = await open(80, 24, { NO_COLOR: "1" });
    view.type(`${RESIDENT} watch ${program.url}`);
    await view.waitFor(/▸ .*main\.remember/, 60);
    expect(view.screen({ escapes: true })).not.toContain("\x1b[");
    const { stdout } = await run("sh", ["-c", `${RESIDENT} watch ${program.url} --for 4s`]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d {2}(?:RSS \d|[a-z-]+: )/);
    expect(stdout).toMatch(/RSS .* live .* goroutines \d+ {2}GCs \d+/);
    expect(stdout).toContain("main.remember");
  });
});
