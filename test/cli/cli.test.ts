/** The command line end to end, on captured bundles. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeProgram } from "../record/fake-program.ts";
import { schemaErrors } from "../support/json-schemas.ts";
import {
  assertBuilt,
  CLASSIC,
  FIXTURES,
  ROOT,
  resident,
  residentIntoHead,
  residentIntoNothing,
} from "./run-resident.ts";

const PROBE = join(FIXTURES, "probe/go1.19");
let folder = "";

beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), "resident-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("resident BUNDLE", () => {
  it("prints the report, the answer first", async () => {
    const { code, stdout, stderr } = await resident([CLASSIC]);
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^blahdo · pid 17896 · go1\.4\.3 · RSS 513 MiB · 2 snapshots/);
    expect(lines.slice(2, 6).join(" ")).toMatch(/\d MiB/);
    expect(stdout).toMatch(/└─ RSS +512\.7/);
    expect(stdout).toContain(`resident top ${CLASSIC}`);
    expect(stdout).not.toContain("\x1b");
  });

  it("prints JSON that keeps to its schema", async () => {
    const { code, stdout } = await resident([CLASSIC, "--json"]);
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report).toMatchObject({ format: "resident.report/1", target: CLASSIC, pid: 17896 });
    expect(schemaErrors(report)).toEqual([]);
  });

  it("keeps to the width that is asked for", async () => {
    const { stdout } = await resident([PROBE, "--width", "100", "--all"]);
    const wide = stdout.split("\n").filter((line) => [...line].length > 100);
    expect(wide.filter((line) => !line.includes("resident "))).toEqual([]);
    expect(stdout).not.toContain("smaller lines");
  });

  it("is ASCII where the locale has no Unicode", async () => {
    const { stdout } = await resident([CLASSIC], { env: { LANG: "en_US.ISO-8859-1" } });
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it("says where the time went with --timing, and on stderr", async () => {
    const { stdout, stderr } = await resident([CLASSIC, "--json", "--timing"]);
    expect(stderr).toMatch(/^time: start \d+ ms, read \d+ ms, decode .* in all\n$/);
    expect(() => JSON.parse(stdout)).not.toThrow();
  });

  it("ends quietly when its reader goes away", () => {
    const { stdout, stderr } = residentIntoHead([PROBE, "--all"], 1);
    expect(stdout).toMatch(/^app · pid \d+ .*\n$/);
    expect(stderr).toBe("code 0\n");
  });

  // On a busy machine the end itself can take longer than bin/resident.js waits for it.
  it("ends by itself where nobody reads, with its own exit code", { retry: 3 }, () => {
    expect(residentIntoNothing([PROBE, "--all"]).stderr).toBe("code 0\n");
    const failing = residentIntoNothing([PROBE, "--fail-on", "rss>1MiB"]).stderr;
    expect(failing).toMatch(/code 1\n$/);
  });
});

describe("--explain", () => {
  it("says what a line is, its formula, its source and its paragraph", async () => {
    const { code, stdout } = await resident([CLASSIC, "--explain", "idle"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^free, kept by Go \(idle\)\n/);
    expect(stdout).toMatch(/here +190 MiB \(199,049,216 bytes\), 37 % of RSS/);
    expect(stdout).toMatch(/formula +HeapIdle − HeapReleased/);
    expect(stdout).toMatch(/read from +MemStats/);
    expect(stdout).toContain("Go keeps some for the next");
  });

  it("takes the example that the report ends with", async () => {
    const report = await resident([CLASSIC]);
    const [, quoted] = /--explain '(.+)'\n.*\n$/.exec(report.stdout)!;
    expect((await resident([CLASSIC, "--explain", quoted!])).stdout).toMatch(
      /^live objects \(live\)/,
    );
  });

  it("is JSON of a finding, too", async () => {
    const { stdout } = await resident([CLASSIC, "--explain", "[2]", "--json"]);
    const result = JSON.parse(stdout);
    expect(schemaErrors(result)).toEqual([]);
    expect(result).toMatchObject({
      format: "resident.verdict/1",
      number: 2,
      verdict: { id: "idle-not-returned" },
    });
  });

  it("lists what there is when nothing is called so", async () => {
    const { code, stdout, stderr } = await resident([CLASSIC, "--explain", "idel"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /^error: --explain: nothing in this report is called "idel"\nhint: It has: VIRT; .*RSS; .*main\.go:31 main\.main; .*idle-not-returned/,
    );
  });
});

describe("--fail-on", () => {
  it("ends with 1 and says what failed", async () => {
    const { code, stderr } = await resident([CLASSIC, "--fail-on", "rss > 500MiB"]);
    expect([code, stderr]).toEqual([1, "failed: rss > 500MiB: rss is 513 MiB.\n"]);
  });

  it("ends with 0 where nothing is met", async () => {
    const { code, stderr } = await resident([
      CLASSIC,
      ...["--fail-on", "rss>=1GiB", "--fail-on", "goroutine-leak", "--fail-on", "swapped<0B"],
    ]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("says it in JSON too", async () => {
    const { code, stdout } = await resident([CLASSIC, "--json", "--fail-on", "idle>1MiB"]);
    const { failed, ...report } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(failed).toEqual([{ check: "idle>1MiB", reason: "idle is 190 MiB." }]);
    expect(schemaErrors({ ...report, failed })).toEqual([]);
  });

  it("names a finding by its id", async () => {
    const report = JSON.parse((await resident([CLASSIC, "--json"])).stdout);
    const [first] = report.verdicts;
    const { code, stderr } = await resident([CLASSIC, "--fail-on", first.id]);
    expect([code, stderr]).toEqual([1, `failed: ${first.id}: ${first.headline}\n`]);
  });

  it("never passes on what it can't check", async () => {
    const profile = join(PROBE, "0001/pprof/heap");
    const { code, stderr } = await resident([profile, "--fail-on", "rss>1MiB"]);
    expect(code).toBe(3); // not an error: the conditions that can be decided are
    expect(stderr).toMatch(/^undecided: rss>1MiB: rss is not known: the kernel was not asked/);
  });

  it.each([
    ["rsss>500MiB", /the ledger has no line "rsss"\nhint: Did you mean rss\?\n$/],
    ["rss>lots", /"lots" is not a size\nhint: Write it as --fail-on 'rss>500MiB'/],
    ["gorutine-leak", /neither a verdict nor a threshold\nhint: Did you mean goroutine-leak\?\n$/],
  ])("refuses %s before anything is read", async (condition, message) => {
    const { code, stderr } = await resident(["/nowhere", "--fail-on", condition]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("resident top", () => {
  it("ranks functions by live bytes", async () => {
    const { code, stdout } = await resident(["top", PROBE]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\d.]+ MiB of live objects \(95 %: /);
    expect(stdout).toMatch(/\nmain\.retain +1\d\.\d/);
  });

  it("takes pprof's flags with one dash", async () => {
    const args = ["top", "-alloc_objects", "-lines", "-n", "2", PROBE, "--json"];
    const { code, stdout } = await resident(args);
    const top = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(top).toMatchObject({ value: "alloc_objects", granularity: "lines" });
    expect(top.lines).toHaveLength(2);
    expect(schemaErrors(top)).toEqual([]);
    const same = await resident([
      "top",
      "--alloc_objects",
      "--lines",
      "-nodecount=2",
      PROBE,
      "--json",
    ]);
    expect(same.stdout).toBe(stdout);
  });

  it("refuses two values at once", async () => {
    const { code, stderr } = await resident(["top", "-inuse_space", "-alloc_space", PROBE]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: -inuse_space and -alloc_space exclude each other\n/);
  });
});

describe("resident list", () => {
  const sources = ["--source-path", join(FIXTURES, "probe")];

  it("shows the source with what each line holds", async () => {
    const { code, stdout } = await resident(["list", "^main\\.retain$", PROBE, ...sources]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n +27 +1\d\.\d .*list = &node\{next: list, buf: make/);
  });

  it("keeps to its schema", async () => {
    const { stdout } = await resident(["list", "(?i)MAIN", PROBE, "--json", ...sources]);
    expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
  });

  it("finds the source that lies in the bundle", async () => {
    const classic = join(ROOT, "recordings/classic-go1.4.3");
    const { code, stdout } = await resident(["list", "main\\.main", classic], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n +31 +1\d\d\.\d .* s := bigBytes\(\)/);
  });

  it("says where there is no source", async () => {
    const { stdout } = await resident(["list", "retain", PROBE], { cwd: folder });
    expect(stdout).toContain("/srv/app/main.go was not found here.");
  });

  it.each([
    ["(", /^error: error parsing regexp: missing closing \): `\(`\nhint: Put a backslash before/],
    ["a".repeat(10_001), /^error: error parsing regexp: expression too large/],
    ["nothing like it", /^error: no function that holds anything matches nothing like it\nhint: /],
  ])("refuses a pattern (%#)", async (pattern, message) => {
    const { code, stderr } = await resident(["list", pattern, PROBE]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("resident capture", () => {
  it.each([
    [["--for", "30s"], 6, 6],
    [["--for", "12s"], 5, 3],
    [["--for", "1m", "--every", "10s"], 7, 10],
    [["--for", "30s", "--count", "4"], 4, 10],
  ])("--script %j counts in whole seconds", async (flags, count, every) => {
    const { code, stdout } = await resident(["capture", "--script", ...flags]);
    expect(code).toBe(0);
    expect(stdout).toContain(`COUNT=${count}\n`);
    expect(stdout).toContain(`EVERY=${every}\n`);
  });

  it("takes the log of collections along", async () => {
    const program = await new FakeProgram().start();
    const bundle = join(folder, "logged.tgz");
    const log = join(CLASSIC, "output.log");
    const ways = ["capture", `:${program.port}`, "--gctrace", log, "-o", bundle];
    expect((await resident(ways)).code).toBe(0);
    const { stdout } = await resident(["gc", bundle]);
    expect(stdout).toMatch(/collections, from its trace lines\n/);
    const missing = await resident([...ways.slice(0, 3), join(folder, "none.log"), "-o", "x.tgz"]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("none.log")]);
    await program.stop();
  });
});

describe("resident diff", () => {
  it("compares two bundles, also without its name", async () => {
    const other = join(FIXTURES, "probe/go1.26");
    const { code, stdout } = await resident(["diff", PROBE, other]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A {2}app · .*go1\.19.*\nB {2}app · .*go1\.26/);
    expect((await resident([PROBE, other])).stdout).toBe(stdout);
    const json = await resident(["diff", PROBE, other, "--json"]);
    expect(schemaErrors(JSON.parse(json.stdout))).toEqual([]);
  });

  it("compares two profiles", async () => {
    const [a, b] = ["0001", "0003"].map((name) => join(PROBE, name, "pprof/heap.debug1.txt"));
    const { code, stdout } = await resident(["diff", a!, b!]);
    expect(code).toBe(0);
    expect(stdout).toContain("Lines of code, by change");
  });
});

describe("single files", () => {
  it("reads a profile from standard input", async () => {
    const input = readFileSync(join(PROBE, "0001/pprof/heap"));
    const { code, stdout } = await resident(["top", "-"], { input });
    expect(code).toBe(0);
    expect(stdout).toContain("main.retain");
  });

  it("takes gctrace lines from elsewhere", async () => {
    const { code, stdout } = await resident([
      join(CLASSIC, "0002/pprof/heap.debug1.txt"),
      ...["--gctrace", join(CLASSIC, "output.log"), "--json"],
    ]);
    expect(code).toBe(0);
    expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
  });

  it("says when it knows no such format", async () => {
    const path = join(folder, "cat.jpg");
    writeFileSync(path, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3));
    const { code, stdout, stderr } = await resident([path]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: .*cat\.jpg.*\nhint: .*\n$/);
  });
});
