/** `resident run` as one types it: its exit code, signals, streams and files. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaErrors } from "../support/json-schemas.ts";
import { assertBuilt, ROOT, resident } from "./run-resident.ts";

const folder = mkdtempSync(join(tmpdir(), "resident-run-test-"));
const file = (name: string) => join(folder, name);
beforeAll(assertBuilt);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shell = (script: string, ...flags: string[]) =>
  resident(["run", ...flags, "--", "sh", "-c", script]);

describe("resident run", () => {
  it("leaves standard output to the program, and reports on standard error", async () => {
    const { code, stdout, stderr } = await shell("echo out; printf 'err' >&2; exit 3");
    expect([code, stdout]).toEqual([3, "out\n"]);
    expect(stderr).toMatch(/^err\nsh ended with exit code 3 after /);
  });

  it("gives standard input to the program", async () => {
    const input = new TextEncoder().encode("one\ntwo\n");
    const { stdout } = await resident(["run", "--", "cat"], { input });
    expect(stdout).toBe("one\ntwo\n");
  });

  it("takes the program's flags for the program's, also without --", async () => {
    const { stdout, code } = await resident(["run", "--every", "2s", "echo", "--json", "-json"]);
    expect([code, stdout]).toEqual([0, "--json -json\n"]);
  });

  it.each([
    [["no-such-program"], 127, "there is no program no-such-program"],
    [["/"], 126, "/ can't be run"],
  ])("%j: %d", async (command, exitCode, message) => {
    const { code, stderr } = await resident(["run", "--", ...command]);
    expect(code).toBe(exitCode);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toContain("\nhint: ");
  });

  it("ends with 128 and the signal", async () => {
    expect((await shell("kill -TERM $$")).code).toBe(143);
  });

  it("prints JSON by its schema, and a report into a file", async () => {
    const path = file("run.json");
    const { stderr } = await shell("sleep 0.1; exit 2", "--json", "--report", path);
    const result = JSON.parse(readFileSync(path, "utf8"));
    expect(stderr).toBe("");
    expect(schemaErrors(result)).toEqual([]);
    expect(result).toMatchObject({ command: ["sh", "-c", "sleep 0.1; exit 2"], exit: { code: 2 } });
  });

  it("replaces nothing unasked, and a device never", async () => {
    const path = file("there");
    await shell("exit 0", "--report", path);
    const { code, stderr } = await shell("exit 0", "--report", path);
    expect([code, stderr]).toEqual([2, expect.stringContaining("is there already")]);
    expect((await shell("exit 0", "--report", path, "--force")).code).toBe(0);
  });

  it("does not run a program whose report has no place", async () => {
    for (const flag of ["--report", "--out"]) {
      const { code, stdout, stderr } = await shell("echo ran", flag, file("no/such"));
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("there is no folder");
    }
  });

  it("fails on what was asked for", async () => {
    const { code, stderr } = await shell("sleep 0.2", "--fail-on", "rss>1KiB");
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nfailed: rss>1KiB: rss is /);
    expect((await shell("sleep 0.2; exit 5", "--fail-on", "rss>1TiB")).code).toBe(5);
    expect((await shell("exit 0", "--fail-on", "nonsense")).code).toBe(2);
  });

  it("keeps what was read, for others to read", async () => {
    const path = file("run.tgz");
    await shell("echo kept >&2", "--out", path);
    expect(existsSync(path)).toBe(true);
  });
});

const HEARS =
  'for s in INT TERM HUP QUIT USR1 USR2; do trap "echo $s" $s; done; echo ready; while :; do sleep 0.05; done';

describe.skipIf(process.platform === "win32")("signals", () => {
  it("that come to Resident alone, or to the whole group, reach the program once", async () => {
    const child = spawn(
      process.execPath,
      [join(ROOT, "bin/resident.js"), "run", "--report", file("sig"), "--", "sh", "-c", HEARS],
      { stdio: ["ignore", "pipe", "ignore"], detached: true },
    );
    let heard = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      heard += text;
    });
    const ended = new Promise((done) => child.once("exit", done));
    const until = async (text: string) => {
      for (let i = 0; i < 400 && heard !== text; i++) await sleep(25);
      expect(heard).toBe(text);
    };
    await until("ready\n");
    await sleep(300);
    let expected = "ready\n";
    for (const name of ["INT", "TERM", "HUP", "QUIT", "USR1", "USR2"]) {
      child.kill(`SIG${name}` as NodeJS.Signals);
      expected += `${name}\n`;
      await until(expected);
    }
    await sleep(300);
    process.kill(-child.pid!, "SIGINT");
    await sleep(600);
    process.kill(-child.pid!, "SIGKILL");
    await ended;
    expect(heard).toBe(`${expected}INT\n`);
  });
});
