/** `resident gc` end to end: logs, packed logs, standard input, bundles; what is no log; exit codes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaErrors } from "../support/json-schemas.ts";
import { assertBuilt, FIXTURES, ROOT, resident } from "./run-resident.ts";

const PROBE = join(FIXTURES, "probe/go1.26");
const LOG = join(PROBE, "output.log");
let folder = "";

beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), "resident-gc-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("resident gc LOG", () => {
  it("prints the answer, a chart and a table", async () => {
    const { code, stdout, stderr } = await resident(["gc", LOG, "-n", "3"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^10 collections in 6\.4 s/m);
    expect(stdout).toContain("live after a collection");
    expect(stdout).toContain("The last 3 of 10 collections");
    expect(stdout.split("\n").filter((line) => [...line].length > 80)).toEqual([]);
  });

  it("prints JSON that keeps to its schema, and CSV", async () => {
    const json = JSON.parse((await resident(["gc", LOG, "--json"])).stdout);
    expect(schemaErrors(json)).toEqual([]);
    expect(json.cycles).toHaveLength(10);
    const { stdout } = await resident(["gc", LOG, "--csv"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(11);
  });

  it("answers --what-if, or says why not", async () => {
    const { code, stdout } = await resident(["gc", LOG, "--what-if", "GOGC=50", "--json"]);
    const json = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(schemaErrors(json)).toEqual([]);
    expect(json.whatIf).toBeInstanceOf(Array);
  });

  it("is the same packed, from standard input, and as the log of a bundle", async () => {
    const packed = join(folder, "x.log.gz");
    writeFileSync(packed, gzipSync(readFileSync(LOG)));
    const plain = JSON.parse((await resident(["gc", LOG, "--json"])).stdout);
    const input = readFileSync(LOG);
    for (const other of [
      await resident(["gc", packed, "--json"]),
      await resident(["gc", "-", "--json"], { input }),
      await resident(["gc", "-", "--json"], { input: gzipSync(input) }),
      await resident(["gc", PROBE, "--json"]),
    ]) {
      expect(other.code).toBe(0);
      expect(JSON.parse(other.stdout).cycles).toEqual(plain.cycles);
    }
  });

  it("a packed log that was cut is read as far as it goes", async () => {
    const packed = gzipSync(Buffer.concat(Array.from({ length: 400 }, () => readFileSync(LOG))));
    const cut = join(folder, "cut.log.gz");
    writeFileSync(cut, packed.subarray(0, packed.length - 20));
    const { code, stdout } = await resident(["gc", cut, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cycles.length).toBeGreaterThan(100);
  });
});

it("follows a log that is still written, and reports at Ctrl-C", async () => {
  const child = spawn(process.execPath, [join(ROOT, "bin/resident.js"), "gc", "-"], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], LANG: "C.UTF-8" },
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    stdout += piece;
  });
  const [first, ...rest] = readFileSync(LOG, "utf8").split("gc 9 ");
  child.stdin.write(first);
  const seen = async (pattern: RegExp) => {
    while (!pattern.test(stdout)) await once(child.stdout, "data");
  };
  await seen(/^ ?8 /m);
  expect(stdout).not.toContain("collections in");
  child.stdin.write(`gc 9 ${rest.join("gc 9 ")}`);
  await seen(/^ ?9 /m);
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^10 collections in 6\.4 s/m);
}, 20_000);

describe("what it can't report", () => {
  it.each([
    [["gc"], /missing required argument/],
    [["gc", LOG, "--csv", "--json"], /exclude each other/],
    [["gc", LOG, "--for", "5s"], /can't be watched/],
    [["gc", LOG, "--process", "2"], /the log is of 1 process/],
    [["gc", join(FIXTURES, "nothing.log")], /no such file/],
    [["gc", join(ROOT, "docs/ledger.md")], /no collection in it/],
    [["gc", join(PROBE, "0001/proc/smaps")], /nothing of collections/],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await resident(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^hint: /m);
    expect(stderr).not.toContain("bug in Resident");
  });
});
