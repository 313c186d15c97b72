import { execFile, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBundleArchive } from "../../src/collect/bundle/read-bundle-archive.ts";
import { capture } from "../../src/collect/capture.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { redactArguments, SECRET } from "../../src/collect/redact.ts";
import { captureScript } from "../../src/collect/script/capture-script.ts";
import { resolveTarget } from "../../src/collect/target/resolve-target.ts";
import type { LiveTarget } from "../../src/collect/target/target.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MetaJson, RawBundle } from "../../src/model/bundle.ts";
import { buildGoProgram, type GoProgram, machineGo, startGoProgram } from "../support/go.ts";
import { PROBE_PROGRAM } from "../support/probe-program.ts";

const run = promisify(execFile);
const HELD = 48 << 20;
const go = await machineGo();
const canRun = go !== undefined && process.platform === "linux";
const isRoot = process.geteuid?.() === 0;
const busybox = await where("busybox");
const shellcheck = await where("shellcheck");
const paths: Record<string, string | undefined> = {};
let folder: string;
let program: GoProgram;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "resident-script-"));
  await chmod(folder, 0o755);
  if (!canRun) return;
  program = await startGoProgram(PROBE_PROGRAM, {
    name: "probe-script",
    env: { HOLD: String(HELD), GOGC: "150", SECRET_TOKEN: "do-not-keep" },
    args: ["-password=hunter2", "plain"],
  });
  await makeToolFolders();
}, 120_000);

afterAll(async () => {
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** PATHs with BusyBox alone, with GNU wget in place of its own, and with neither wget nor curl. */
async function makeToolFolders(): Promise<void> {
  if (busybox === undefined) return;
  const wget = await where("wget");
  for (const name of ["busybox", "gnu-wget", "no-fetcher"]) {
    const path = join(folder, name);
    await mkdir(path);
    await run(busybox, ["--install", "-s", path]);
    if (name === "busybox") paths[name] = path;
    else await rm(join(path, "wget"), { force: true });
    if (name === "no-fetcher") paths[name] = path;
    if (name === "gnu-wget" && wget !== undefined) {
      await symlink(wget, join(path, "wget"));
      paths[name] = path;
    }
  }
}

const SHELLS = [
  { name: "sh with the machine's own tools", needs: true, shell: ["sh"], path: undefined },
  {
    name: "BusyBox alone",
    needs: busybox !== undefined,
    shell: [busybox ?? "", "sh"],
    path: "busybox",
  },
  {
    name: "BusyBox and GNU wget",
    needs: busybox !== undefined && (await where("wget")) !== undefined,
    shell: [busybox ?? "", "sh"],
    path: "gnu-wget",
  },
  {
    name: "bash with BusyBox's tools",
    needs: busybox !== undefined && (await where("bash")) !== undefined,
    shell: [(await where("bash")) ?? ""],
    path: "busybox",
  },
];

for (const { name, needs, shell, path } of SHELLS) {
  describe.skipIf(!canRun || !needs)(`the bundle of the script in ${name}`, () => {
    let bundle: RawBundle;
    beforeAll(async () => {
      const options = { shell, ...(path === undefined ? {} : { path: paths[path]! }) };
      bundle = await bundleOf(await script([String(program.pid)], options));
    }, 30_000);

    it("holds the files and facts that capture writes", async () => {
      const expected = await capture(await live(String(program.pid)));
      expect(fileNames(bundle)).toEqual(fileNames(expected));
      const { files: readings, buildId: _, ...facts } = metaOf(expected);
      const own = metaOf(bundle);
      expect({ ...own, files: {}, cgroup: {} }).toEqual({
        ...facts,
        files: {},
        cgroup: {},
        processStart: expect.closeTo(facts.processStart!, 1),
      });
      expect(own.cgroup?.levels.map((level) => level.path)).toEqual(
        facts.cgroup?.levels.map((level) => level.path),
      );
      for (const file of fileNames(bundle)) {
        if (file === "time" || file === "meta.json") continue;
        expect(own.files?.[file]?.readAt, file).toBeGreaterThan(1e9);
        expect(readings?.[file]?.readAt, file).toBeGreaterThan(1e9);
      }
    });

    it("decodes to the program's own truth", async () => {
      const recording = decodeBundle(bundle, { gunzip: (bytes) => gunzip(bytes) });
      const [snapshot] = recording.snapshots;
      const { version } = await program.truth<{ version: string }>();
      expect(recording.go?.raw).toBe(version);
      expect(recording.remarks).toEqual([]);
      expect(snapshot).toMatchObject({
        status: { pid: program.pid, name: "probe-script" },
        environment: { GOGC: "150" },
        commandLine: [program.executable, "-password=[secret]", "plain"],
      });
      expect(snapshot!.memStats!.HeapAlloc).toBeGreaterThan(HELD);
      expect(snapshot!.status!.vmRss).toBeGreaterThan(HELD);
      expect(snapshot!.heap).toBeDefined();
      expect(Math.abs(snapshot!.time! - Date.now() / 1000)).toBeLessThan(60);
    });

    it("keeps no secret anywhere", () => {
      for (const [file, bytes] of bundle.snapshots[0]!.files) {
        expect(Buffer.from(bytes).toString("latin1"), file).not.toMatch(/hunter2|do-not-keep/);
      }
    });
  });
}

describe.skipIf(!canRun)("the script", () => {
  it("given a URL finds the process that answers there", { timeout: 30_000 }, async () => {
    const bundle = await bundleOf(await script([`127.0.0.1:${program.port}`]));
    expect(metaOf(bundle).executable).toBe(program.executable);
    expect(fileNames(bundle)).toContain("proc/smaps");
    expect(fileNames(bundle)).toContain("pprof/heap");
  });

  it("given a name finds the process that bears it", { timeout: 30_000 }, async () => {
    const bundle = await bundleOf(await script(["probe-script"]));
    expect(metaOf(bundle).executable).toBe(program.executable);
    expect(fileNames(bundle)).toContain("pprof/heap");
  });

  it("takes the list of goroutines with the last snapshot only", { timeout: 30_000 }, async () => {
    const env = { COUNT: "2", EVERY: "1" };
    const bundle = await bundleOf(await script([String(program.pid)], { env }));
    const lists = bundle.snapshots.map(({ files }) => files.has("pprof/goroutine.debug2.txt"));
    expect(lists).toEqual([false, true]);
    expect(metaOf(bundle).files?.["pprof/goroutine.debug2.txt"]?.reason).toMatch(/last snapshot/);
  });

  it("is steered by variables, and by the options it was made with", {
    timeout: 30_000,
  }, async () => {
    const text = captureScript({
      targets: [String(program.pid)],
      count: 5,
      everySeconds: 0.2,
      prefix: "/it's",
    });
    expect((await bundleOf(await script([], { text }))).snapshots).toHaveLength(5);
    const env = { COUNT: "2" };
    expect((await bundleOf(await script([], { text, env }))).snapshots).toHaveLength(2);
  });

  it("writes to a file where it is told one", { timeout: 30_000 }, async () => {
    const out = join(folder, "out.tgz");
    const { stdout } = await script([String(program.pid)], { env: { OUT: out } });
    expect(stdout).toHaveLength(0);
    expect((await readBundleArchive(out)).snapshots).toHaveLength(1);
  });

  it("ends with what there is when the program ends", { timeout: 60_000 }, async () => {
    const other = await startGoProgram(PROBE_PROGRAM, { name: "probe-script-ends" });
    setTimeout(() => void other.stop(), 1500);
    const result = await script([String(other.pid)], { env: { COUNT: "9", EVERY: "3" } });
    const bundle = await bundleOf(result);
    expect(bundle.snapshots).toHaveLength(1);
    const { remarks } = decodeBundle(bundle, { gunzip: (bytes) => gunzip(bytes) });
    expect(remarks.join()).toMatch(/ended before snapshot 2 was complete/);
  });

  it.skipIf(!isRoot)("finds the only Go program of a container", { timeout: 60_000 }, async () => {
    const executable = await buildGoProgram(PROBE_PROGRAM, { name: "probe-alone" });
    const inside = '"$0" >/dev/null & sleep 1; exec sh -s';
    const bundle = await bundleOf(
      await script([], {
        shell: [
          "unshare",
          "--pid",
          "--fork",
          "--kill-child",
          "--mount-proc",
          "sh",
          "-c",
          inside,
          executable,
        ],
      }),
    );
    expect(metaOf(bundle).executable).toBe(executable);
    expect(fileNames(bundle)).toContain("pprof/heap");
  });

  it.skipIf(!isRoot)("as another user says what it may not read", { timeout: 30_000 }, async () => {
    const bundle = await bundleOf(
      await script([String(program.pid)], { uid: 65534, env: { TMPDIR: tmpdir() } }),
    );
    expect(fileNames(bundle)).toContain("proc/status");
    expect(fileNames(bundle)).not.toContain("proc/smaps");
    expect(metaOf(bundle).files?.["proc/smaps"]).toEqual({
      reason: "Permission denied",
      remedy: "Run as user 0 or as root.",
    });
    expect(metaOf(bundle).files?.["pprof/heap"]?.reason).toMatch(/can't be read/);
  });

  it.skipIf(busybox === undefined)(
    "without curl and wget says so",
    { timeout: 30_000 },
    async () => {
      const options = { shell: [busybox!, "sh"], path: paths["no-fetcher"]! };
      const bundle = await bundleOf(await script([String(program.pid), program.url], options));
      expect(fileNames(bundle)).toContain("proc/smaps");
      expect(metaOf(bundle).files?.["pprof/heap"]?.reason).toMatch(/neither curl nor wget/);
    },
  );

  it.each([
    ["a PID that nobody has", ["4194309"], /there is no process 4194309/],
    ["a process that is not Go", [String(process.pid)], /is not a Go program/],
    ["a name that nobody has", ["no-such-name"], /no Go program called no-such-name/],
    ["a path", ["./bundle"], /\.\/bundle is neither a PID nor a process's name nor a URL/],
    ["a URL where nothing answers", ["http://127.0.0.1:1"], /no net\/http\/pprof answers/],
  ])("for %s fails with a sentence and no output", async (_, args, message) => {
    const result = await script(args).catch((error: Result & { code: number }) => error);
    expect(result).toMatchObject({ code: 2 });
    expect(result.stdout).toHaveLength(0);
    expect(result.stderr.toString()).toMatch(message);
  });

  it("leaves no temporary folder, also when it is ended", { timeout: 30_000 }, async () => {
    const temporary = join(folder, "tmp");
    await mkdir(temporary);
    const env = { TMPDIR: temporary };
    await script([String(program.pid)], { env });
    expect(await readdir(temporary)).toEqual([]);
    const child = spawn("sh", ["-s", String(program.pid)], {
      env: { ...process.env, ...env, COUNT: "2", EVERY: "60" },
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin.end(captureScript());
    const ended = new Promise((code) => child.once("exit", code));
    await expect.poll(() => readdir(temporary)).toHaveLength(1);
    await new Promise((soon) => setTimeout(soon, 500));
    child.kill("SIGTERM");
    expect(await ended).toBe(143);
    expect(await readdir(temporary)).toEqual([]);
  });

  it("hides of a command line what redactArguments hides", { timeout: 60_000 }, async () => {
    const args = [
      "--db-password",
      "hunter2",
      "-apiToken=hunter2",
      "API_KEY=hunter2",
      "--auth",
      "hunter2",
      "postgres://user:hunter2@db:5432/x",
      "user:hunter2@tcp(db)/x",
      "Authorization: Bearer hunter2hunter2",
      "--header=Cookie: sid=hunter2",
      "ghp_hunter2hunter2hunter2hunter2",
      "password=hunter2;host=db",
      '{"password":"hunter2"}',
      "-listen=:8080",
      "--author=me",
      "server.yaml",
    ];
    const other = await startGoProgram(PROBE_PROGRAM, { name: "probe-secrets", args });
    try {
      expect(redactArguments(args).join(" ")).not.toContain("hunter2");
      for (const path of [undefined, paths["busybox"]]) {
        const shell = path === undefined ? ["sh"] : [busybox!, "sh"];
        const options = path === undefined ? { shell } : { shell, path };
        const bundle = await bundleOf(await script([String(other.pid)], options));
        const kept = new TextDecoder().decode(bundle.snapshots[0]!.files.get("proc/cmdline"));
        expect(kept).not.toContain("hunter2");
        expect(kept.split("\0").slice(-4, -1)).toEqual([
          "-listen=:8080",
          "--author=me",
          "server.yaml",
        ]);
        expect(kept).toContain(`API_KEY=${SECRET}`);
        const vars = new TextDecoder().decode(bundle.snapshots[0]!.files.get("vars.json"));
        expect(vars).not.toContain("hunter2");
        expect(JSON.parse(vars).cmdline).toEqual([other.executable, SECRET]);
      }
    } finally {
      await other.stop();
    }
  });
});

describe("the text of the script", () => {
  it.skipIf(shellcheck === undefined)("is clean to shellcheck", async () => {
    const file = join(folder, "capture.sh");
    await writeFile(file, captureScript({ count: 3, targets: ["1"], deep: true }));
    // SC2317: a function that is called through a variable looks unreachable.
    await run("shellcheck", ["-s", "sh", "-e", "SC2317", file]);
  });

  it("runs nothing before its last lines", () => {
    const lines = captureScript().trimEnd().split("\n");
    expect(lines.slice(-2)).toEqual(['main "$@" </dev/null', "exit $?"]);
    const outside = lines.slice(0, -2).filter((line) => /^[a-z]/.test(line));
    expect(outside.filter((line) => !/^[a-z_]\w*\(\) \{$/.test(line))).toEqual([]);
  });
});

interface ScriptOptions {
  readonly text?: string;
  readonly shell?: readonly string[];
  /** PATH. */
  readonly path?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

interface Result {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Pipes the script into a shell, as `kubectl exec -i` does. */
function script(args: readonly string[], options: ScriptOptions = {}): Promise<Result> {
  const { text = captureScript(), shell = ["sh"], path, env, uid } = options;
  const [command, ...before] = shell as [string, ...string[]];
  const isWrapped = before.includes("-c");
  return new Promise((done, failed) => {
    const child = execFile(
      command,
      [...before, ...(isWrapped ? [] : ["-s"]), ...args],
      {
        encoding: "buffer",
        maxBuffer: 64 << 20,
        cwd: "/",
        env: { PATH: path ?? process.env["PATH"], ...env },
        ...(uid === undefined ? {} : { uid, gid: uid }),
      },
      (error, stdout, stderr) => {
        if (error === null) done({ stdout, stderr });
        else failed(Object.assign(error, { stdout, stderr }));
      },
    );
    child.stdin!.end(text);
  });
}

let archives = 0;

async function bundleOf({ stdout, stderr }: Result): Promise<RawBundle> {
  expect(stderr.toString()).toBe("");
  const file = join(folder, `bundle-${archives++}.tgz`);
  await writeFile(file, stdout);
  return readBundleArchive(file);
}

function fileNames(bundle: RawBundle): string[] {
  return [...bundle.snapshots[0]!.files.keys()].sort();
}

function metaOf(bundle: RawBundle): MetaJson {
  return JSON.parse(new TextDecoder().decode(bundle.snapshots[0]!.files.get("meta.json")));
}

async function live(text: string): Promise<LiveTarget> {
  const target = await resolveTarget([text]);
  if (target.kind !== "live") throw new Error(`${text} is ${target.kind}`);
  return target;
}

async function where(command: string): Promise<string | undefined> {
  return run("sh", ["-c", `command -v ${command}`]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
