// Where profiles come from: servers of every kind of behaviour, files, bundles, and several at once.
// Where Go is there, the reference gets the same and has to say the same.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CAPTURES } from "../../support/captures.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { plainServer, type TestServer } from "../../support/profile-server.ts";

const HEAP = join(CAPTURES, "probe/go1.26/0001/pprof/heap");
const GOROUTINE = join(CAPTURES, "probe/go1.26/0001/pprof/goroutine");
const folder = mkdtempSync(join(tmpdir(), "resident-pprof-"));
let server: TestServer;

beforeAll(async () => {
  process.env["PPROF_TMPDIR"] = join(folder, "saved");
  server = await plainServer(readFileSync(HEAP));
});
afterAll(() => {
  delete process.env["PPROF_TMPDIR"];
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const plainTop = async () => (await runOwn(["-top", HEAP])).stdout;

describe("over HTTP", () => {
  test("a profile is fetched, and saved for its owner alone", async () => {
    const { status, stdout, stderr } = await runOwn(["-top", `${server.host}/debug/pprof/heap`]);
    const types = "alloc_objects.alloc_space.inuse_objects.inuse_space";
    const saved = join(folder, "saved", `pprof.app.${types}.001.pb.gz`);
    expect([status, stdout]).toEqual([0, await plainTop()]);
    expect(stderr).toBe(
      `Fetching profile over HTTP from http://${server.host}/debug/pprof/heap\n` +
        `Saved profile in ${saved}\n`,
    );
    expect((await runOwn(["-top", saved])).stdout).toBe(stdout);
    if (process.platform !== "win32") expect(statSync(saved).mode & 0o777).toBe(0o600);
    await runOwn(["-top", `${server.host}/debug/pprof/heap`]);
    expect(readdirSync(join(folder, "saved"))).toHaveLength(2);
  });

  test("no path is Go's CPU profile, and seconds are asked for", async () => {
    const { stderr } = await runOwn(["-seconds", "90", "-top", server.host]);
    expect(stderr).toContain(`http://${server.host}/debug/pprof/profile?seconds=90\n`);
    expect(stderr).toContain("Please wait... (1m30s)\n");
    expect(server.asked.at(-1)?.url).toBe("/debug/pprof/profile?seconds=90");
  });

  test("headers and a token go along", async () => {
    const token = join(folder, "token");
    writeFileSync(token, "s3cret\n");
    const headers = ["-header", "X-Scope: a", "-header", "X-Other: b"];
    const url = `${server.host}/debug/pprof/heap`;
    await runOwn(["-top", ...headers, "-bearer_token", `@${token}`, url]);
    expect(server.asked.at(-1)?.headers).toMatchObject({
      "x-scope": "a",
      "x-other": "b",
      authorization: "Bearer s3cret",
    });
  });

  test.each([
    ["missing", "server response: 404 Not Found"],
    ["go-error", "server response: 500 Internal Server Error - profiling is off"],
    ["nowhere", "server response: 302 Found"],
    ["text", "parsing profile: unrecognized profile format"],
    ["cut", "decompressing profile: unexpected EOF"],
  ])("%s: %s", async (path, message) => {
    const word = `${server.host}/${path}`;
    const { status, stdout, stderr } = await runOwn(["-top", word]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`${word}: ${message}\n`);
    expect(stderr).toMatch(/failed to fetch any source profiles\n$/);
  });

  test("a login page is told as one", async () => {
    const { stderr } = await runOwn(["-top", `${server.host}/html`]);
    expect(stderr).toContain("answered with an HTML page");
  });

  test("silence ends", async () => {
    const started = performance.now();
    const { status } = await runOwn(["-timeout", "1", "-top", `${server.host}/silent`]);
    expect(status).toBe(2);
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  // The kernel's own mappings have no names to ask for; in the file they are not marked.
  test("the mappings of a program that can be asked count as named", async () => {
    const mappings = (raw: string) => raw.split("\nMappings\n")[1]!.trimEnd().split("\n");
    const isNamed = (line: string) => line.includes("[FN]");
    const asFile = mappings((await runOwn(["-raw", HEAP])).stdout);
    const fetched = await runOwn(["-raw", `${server.host}/debug/pprof/heap`]);
    expect(asFile.every(isNamed)).toBe(false);
    expect(mappings(fetched.stdout).every(isNamed)).toBe(true);
  });

  test("a password is not shown", async () => {
    const { stderr } = await runOwn(["-top", `http://u:hunter2@${server.host}/missing`]);
    expect(stderr).not.toContain("hunter2");
    expect(server.asked.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from("u:hunter2").toString("base64")}`,
    );
  });

  test("names come from the program, also where it refuses a POST", async () => {
    const text = "heap profile: 1: 100 [1: 100] @ heap/2\n1: 100 [1: 100] @ 0x1001 0x2001\n";
    const named = await plainServer(Buffer.from(text), { names: { "0x1000": "main.f" } });
    const { stdout } = await runOwn(["-top", `${named.host}/debug/pprof/heap?debug=1`]);
    named.close();
    expect(stdout).toContain("main.f");
    expect(named.asked.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });
});

describe("several", () => {
  test("are added up, and some may fail", async () => {
    const { status, stderr, stdout } = await runOwn(["-top", HEAP, "none", HEAP]);
    expect(status).toBe(0);
    expect(stderr).toBe(
      "none: stat none: no such file or directory\nFetched 2 source profiles out of 3\n",
    );
    expect(stdout).not.toBe(await plainTop());
  });

  test("not all, and not the base", async () => {
    const { status, stderr } = await runOwn(["-top", "none", "nor"]);
    expect([status, stderr]).toEqual([
      2,
      "none: stat none: no such file or directory\nnor: stat nor: no such file or directory\n" +
        "failed to fetch any source profiles\n",
    ]);
    expect((await runOwn(["-top", "-base", "none", HEAP])).stderr).toMatch(
      /failed to fetch any base profiles\n$/,
    );
  });

  test("where source and base both fail, both are named", async () => {
    const { status, stderr } = await runOwn(["-top", "-base", "none", "nor"]);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^(none|nor): stat \1: no such file or directory$/),
      expect.stringMatching(/^(none|nor): stat \1: no such file or directory$/),
      "failed to fetch any source profiles",
    ]);
    expect(stderr).toContain("none: stat");
    expect(stderr).toContain("nor: stat");
  });

  test("a missing file is told as the reference tells it, whatever its name looks like", async () => {
    const { stderr } = await runOwn(["-top", "none.pb.gz"]);
    expect(stderr).toBe(
      "none.pb.gz: stat none.pb.gz: no such file or directory\nfailed to fetch any source profiles\n",
    );
  });

  test("what is no profile is told with what can be done", async () => {
    const said = async (name: string, content: string | Uint8Array) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      const { stderr } = await runOwn(["-top", path]);
      const [first, ...rest] = stderr.split("\n");
      expect(first).toBe(`${path}: parsing profile: unrecognized profile format`);
      return rest.slice(0, -2);
    };
    expect(await said("dump", "goroutine 1 [running]:\nmain.main()\n\t/a.go:3\n")).toEqual([
      "It looks like the stacks of all goroutines, which `resident FILE` reads.",
    ]);
    expect(await said("z", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0))).toEqual([
      "It is packed with zstd: unpack it first, with `zstd -d`.",
    ]);
    expect(await said("trace", "go 1.26 trace\0\0\0")).toEqual([
      "It is an execution trace: `go tool trace FILE` shows it.",
    ]);
    expect(await said("program", "\x7fELF\x02\x01")).toEqual([
      "It is a program: name a profile behind it.",
    ]);
    expect(await said("words", "no profile\n")).toEqual([]);
  });

  test("that have nothing in common", async () => {
    const { status, stderr } = await runOwn(["-top", HEAP, GOROUTINE]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^problem fetching source profiles: /);
  });

  test("a profile less itself is nothing", async () => {
    const { stdout } = await runOwn(["-top", "-base", HEAP, HEAP]);
    expect(stdout).toContain("Showing nodes accounting for 0, 0% of 0 total");
  });
});

describe("what perf record wrote", () => {
  const data = join(folder, "perf.data");
  const path = process.env["PATH"];
  const tools = join(folder, "tools");
  beforeAll(() => {
    writeFileSync(data, "PERFILE2 and more");
    mkdirSync(tools);
  });
  afterAll(() => {
    process.env["PATH"] = path;
  });

  test("without the program that converts it", async () => {
    process.env["PATH"] = tools;
    const { status, stderr } = await runOwn(["-top", data]);
    expect([status, stderr]).toEqual([
      2,
      `Converting ${data} to a profile.proto... (May take a few minutes)\n` +
        `${data}: failed to convert perf.data file. Try github.com/google/perf_data_converter: ` +
        'exec: "perf_to_profile": executable file not found in $PATH\n' +
        "failed to fetch any source profiles\n",
    ]);
  });

  test.skipIf(process.platform === "win32")("is converted by it, or not", async () => {
    process.env["PATH"] = `${tools}:${path}`;
    const write = (script: string) =>
      writeFileSync(join(tools, "perf_to_profile"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    write(`test "$1 $2 $3 $5" = "-i ${data} -o -f" && cp "${HEAP}" "$4"`);
    expect((await runOwn(["-top", data])).stdout).toBe(await plainTop());
    write("exit 3");
    expect((await runOwn(["-top", data])).stderr).toContain("converter: exit status 3\n");
  });
});

describe("the program", () => {
  const program = process.execPath;

  test("in front of the source gives its name", async () => {
    const { stdout } = await runOwn(["-top", program, HEAP]);
    expect(stdout).toMatch(/^File: node/);
  });

  test("alone is a source, and none", async () => {
    expect((await runOwn(["-top", program])).status).toBe(2);
  });

  test("a build id fills in for a missing one", async () => {
    const text = join(folder, "threads.txt");
    writeFileSync(text, "heap profile: 1: 100 [1: 100] @ heap/2\n1: 100 [1: 100] @ 0x1001\n");
    expect((await runOwn(["-top", "-buildid", "abc", text])).stdout).toContain("Build ID: abc");
    expect((await runOwn(["-top", "-buildid", "abc", HEAP])).stdout).not.toContain("abc");
  });
});

describe("a bundle", () => {
  const bundle = join(CAPTURES, "seed/go1.19.8");

  test("gives the heap of its last snapshot that has one", async () => {
    const { stdout, stderr } = await runOwn(["-top", bundle]);
    expect(stderr).toMatch(/^Taking \d{4}\/pprof\/heap from the bundle /);
    const place = /Taking (\S+)/.exec(stderr)![1]!;
    expect(stdout).toBe((await runOwn(["-top", join(bundle, place)])).stdout);
  });

  test("gives another one by name", async () => {
    const { stdout } = await runOwn(["-top", `${bundle}:1/goroutine`]);
    const file = join(bundle, "0001/pprof/goroutine");
    expect(stdout).toBe((await runOwn(["-top", file])).stdout);
  });

  test("says what it has", async () => {
    const { status, stderr } = await runOwn(["-top", `${bundle}:mutex`]);
    expect(status).toBe(2);
    expect(stderr).toContain("It has allocs, goroutine, heap, threadcreate");
  });

  test("names what pprof leaves unnamed in the text form", async () => {
    const { stdout } = await runOwn(["-top", join(CAPTURES, "probe/go1.4")]);
    expect(stdout).toContain("main.retain");
    expect(stdout).not.toContain("<unknown>");
  });

  // Of these releases the profile itself has no names, as text or as profile.proto; 500 goroutines
  // wait in main.block.
  test.each(["go1.4", "go1.5", "go1.8"])("names the goroutines of %s", async (version) => {
    const args = ["-top", "-nodecount=1", `${join(CAPTURES, "probe", version)}:goroutine`];
    const { stdout, stderr } = await runOwn(args);
    expect(stderr).toMatch(/^Taking 0001\/pprof\/goroutine\.debug1\.txt from /);
    expect(stdout).toMatch(/^ +500 .* main\.block$/m);
  });

  test.each([
    ["goroutine", "-sample_index=goroutine"],
    ["heap", "-sample_index=inuse_objects"],
  ])("that has only the text of the %s profile names what the text names", async (name, index) => {
    const text = join(CAPTURES, "probe/go1.26/0001/pprof", `${name}.debug1.txt`);
    const place = join(mkdtempSync(join(folder, "bundle-")), "0001/pprof");
    mkdirSync(place, { recursive: true });
    copyFileSync(text, join(place, `${name}.debug1.txt`));
    const args = ["-top", "-nodefraction=0", index];
    const asked = `${join(place, "../..")}:${name}`;
    const { status, stdout, stderr } = await runOwn([...args, asked]);
    expect(status).toBe(0);
    expect(stderr).toContain(`Taking 0001/pprof/${name}.debug1.txt from the bundle`);
    expect(leavesOf(stdout)).toEqual(leavesInText(readFileSync(text, "utf8")));
    // The file by itself is read as by the reference, over its comments.
    expect((await runOwn([...args, text])).stdout).toMatch(/<unknown>$/m);
  });

  test("is none where a file is one profile", async () => {
    const { stderr } = await runOwn(["-top", `${HEAP}:goroutine`]);
    expect(stderr).toContain(`${HEAP} is one profile and no bundle`);
    expect(stderr).toContain(`Name it by itself: ${HEAP}\n`);
  });

  test("says which snapshots it has", async () => {
    const { status, stderr } = await runOwn(["-top", `${bundle}:9/heap`]);
    expect(status).toBe(2);
    expect(stderr).toContain(`there is no snapshot 9 in the bundle ${bundle}\n`);
    expect(stderr).toContain("Its snapshots: 1, 2\n");
  });
});

/** Names of the functions that have something themselves. */
function leavesOf(top: string): string[] {
  const rows = [...top.matchAll(/^ +([\d.]+)\s+\S+%\s+\S+%\s+\S+\s+\S+%\s+(\S+)/gm)];
  return rows.flatMap(([, flat, name]) => (Number(flat) > 0 ? [name!] : [])).sort();
}

/** Of each record with something in use, the function in its first comment, if it has one. */
function leavesInText(text: string): string[] {
  const records = text.matchAll(
    /^[1-9]\d*[: ].*@ 0x.*\n(?:# labels.*\n)?(?:#\t0x\w+\t(\S+)\+0x)?/gm,
  );
  return [...new Set([...records].map(([, name]) => name ?? "<unknown>"))].sort();
}

test("a comment is added to the profile", async () => {
  expect((await runOwn(["-comments", "-add_comment", "by hand", HEAP])).stdout).toBe("by hand\n");
});
