import { execFileSync, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { captureProcess, type ProcessCapture } from "../../src/collect/process/capture-process.ts";
import { explainFailure } from "../../src/collect/process/explain-failure.ts";
import { findCgroup, memoryMounts } from "../../src/collect/process/find-cgroup.ts";
import { readCgroup } from "../../src/collect/process/read-cgroup.ts";
import { decodeCommandLine } from "../../src/decode/procfs/decode-command-line.ts";
import { decodeEnvironment } from "../../src/decode/procfs/decode-environment.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import { decodeStatus } from "../../src/decode/procfs/decode-status.ts";
import { type GoProgram, machineGo, startGoProgram } from "../support/go.ts";
import { PROBE_PROGRAM } from "../support/probe-program.ts";

const go = await machineGo();
const isLinux = process.platform === "linux";
const isRoot = process.geteuid?.() === 0;
const NOBODY = 65534;

describe.skipIf(!isLinux || go === undefined)("the kernel's half of a Go process", () => {
  let program: GoProgram;
  beforeAll(async () => {
    program = await startGoProgram(PROBE_PROGRAM, {
      name: "probe-process",
      env: { HOLD: String(32 << 20), GOGC: "150", SECRET_TOKEN: "do-not-keep" },
      args: ["-password=hunter2", "--token", "abc", "plain"],
    });
  }, 120_000);
  afterAll(() => program?.stop());

  it("is what procfs says, each file with the time of its reading", () => {
    const before = Date.now() / 1000;
    const { files, meta, identity, ended } = captureProcess(program.pid);
    expect(ended).toBe(false);
    expect(identity.status.pid).toBe(program.pid);
    const status = decodeStatus(files.get("proc/status")!);
    expect(status.name).toBe("probe-process");
    const rss = decodeSmaps(files.get("proc/smaps")!);
    expect(rss.length).toBeGreaterThan(5);
    expect(status.vmRss).toBeGreaterThan(32 << 20);
    for (const name of files.keys()) {
      expect(meta.files[name]?.readAt, name).toBeGreaterThanOrEqual(before - 0.01);
      expect(meta.files[name]?.readAt, name).toBeLessThanOrEqual(Date.now() / 1000);
    }
  });

  it("reads the memory last, after all that changes slowly", () => {
    const { meta } = captureProcess(program.pid);
    const readAt = (name: string) => meta.files[name]?.readAt ?? Number.NaN;
    expect(readAt("proc/smaps")).toBeGreaterThanOrEqual(readAt("proc/cgroup"));
    expect(readAt("proc/status")).toBeGreaterThanOrEqual(readAt("proc/smaps"));
  });

  it("keeps four variables of the environment, and no secret of the command line", () => {
    const { files } = captureProcess(program.pid);
    const environ = files.get("proc/environ")!;
    expect(decodeEnvironment(environ)).toEqual({ GOGC: "150" });
    expect(new TextDecoder().decode(environ)).toBe("GOGC=150\0");
    const args = decodeCommandLine(files.get("proc/cmdline")!);
    expect(args.slice(1)).toEqual(["-password=[secret]", "--token", "[secret]", "plain"]);
    for (const [name, bytes] of files) {
      expect(new TextDecoder().decode(bytes), name).not.toMatch(/hunter2|do-not-keep/);
    }
  });

  it("knows the facts that no file says", async () => {
    const { meta, isGo } = captureProcess(program.pid);
    const { version } = await program.truth<{ version: string }>();
    expect(isGo).toBe(true);
    expect(meta).toMatchObject({
      goVersion: version,
      goVersionIsApproximate: false,
      executable: program.executable,
      pageSize: Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" })),
    });
    const age = Date.now() / 1000 - meta.processStart!;
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(300);
    expect(["always", "madvise", "never", undefined]).toContain(meta.hugePages);
  });

  it("has the cgroup's levels from the own one upwards, where memory is in one", () => {
    const { meta, files } = captureProcess(program.pid);
    if (meta.cgroup === undefined) {
      expect(meta.files["cgroup"]?.reason).toMatch(/no memory cgroup/);
      return;
    }
    const paths = meta.cgroup.levels.map(({ path }) => path);
    expect(paths).toEqual([...paths].sort((a, b) => b.length - a.length));
    const name = meta.cgroup.version === 1 ? "memory.usage_in_bytes" : "memory.current";
    const own = files.get(`cgroup/${name}`);
    expect(Number(new TextDecoder().decode(own))).toBeGreaterThan(0);
  });

  describe.skipIf(!isRoot)("seen by another user", () => {
    afterEach(() => process.seteuid?.(0));

    it("still has its status, and says of the rest whose it is and who may read it", () => {
      const seen = asNobody(() => captureProcess(program.pid));
      expect(decodeStatus(seen.files.get("proc/status")!).vmRss).toBeGreaterThan(32 << 20);
      expect(seen.files.has("proc/smaps")).toBe(false);
      expect(seen.isGo).toBeUndefined();
      const denied = {
        reason: "permission denied: the process belongs to root",
        remedy: "Run as root.",
      };
      for (const file of ["proc/smaps", "proc/maps", "proc/smaps_rollup", "proc/environ"]) {
        expect(seen.meta.files[file], file).toEqual(denied);
      }
      expect(seen.meta.files["executable"]).toEqual(denied);
    });
  });
});

describe.skipIf(!isLinux)("what is no process to look at", () => {
  it("is an error that says so, for a PID that nobody has", () => {
    expect(() => captureProcess(4_194_304 + 5)).toThrow(
      expect.objectContaining({ code: "RES_PROCESS", message: "there is no process 4194309" }),
    );
  });

  it("is an error for a zombie", async () => {
    const shell = spawn("sh", ["-c", "sleep 0.3 & echo $!; exec sleep 30"], { stdio: "pipe" });
    try {
      const pid = await new Promise<number>((found) => {
        shell.stdout.once("data", (data: Buffer) => found(Number(data)));
      });
      await expect
        .poll(() => thrownBy(() => captureProcess(pid)), { timeout: 5000 })
        .toMatch(/has ended: it is a zombie/);
    } finally {
      shell.kill("SIGKILL");
    }
  });

  it.skipIf(thrownBy(() => captureProcess(2)) === "")("is an error for a kernel thread", () => {
    expect(() => captureProcess(2)).toThrow(/kernel thread|there is no process|not there/);
  });

  it("is told as no Go program where the executable is another", () => {
    expect(captureProcess(process.pid).isGo).toBe(false);
  });
});

describe.skipIf(!isLinux)("a process that ends while it is read", () => {
  it("leaves nothing that may be half, and says why", async () => {
    const root = await mkdtemp(join(tmpdir(), "resident-ends-"));
    const folder = join(root, "proc/7");
    try {
      await mkdir(folder, { recursive: true });
      const fields = Array.from({ length: 40 }, (_, i) => (i === 18 ? 4711 : 0)).join(" ");
      await writeFile(join(folder, "stat"), `7 (server) S ${fields}\n`);
      await writeFile(join(folder, "status"), "Name:\tserver\nPid:\t7\nVmSize:\t8 kB\n");
      await writeFile(join(folder, "maps"), "half of it");
      await writeFile(join(folder, "limits"), "Limit\n");
      execFileSync("mkfifo", [join(folder, "smaps")]);
      // Opening a FIFO waits for its reader: the process is gone before smaps gives a byte.
      const ending = 'exec 3>"$0/smaps"; rm "$0/stat"; echo "half of it" >&3';
      spawn("sh", ["-c", ending, folder], { stdio: "ignore" });
      const seen = captureProcess(7, { roots: { proc: join(root, "proc"), sys: root } });
      expect(seen.ended).toBe(true);
      expect([...seen.files.keys()]).toEqual(["proc/limits"]);
      expect(seen.meta.files["proc/smaps"]).toEqual({
        reason: "the process ended while it was read",
      });
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

describe("why a file can't be read", () => {
  const base = {
    file: "proc/smaps",
    uid: 1000,
    ourUid: 1001,
    inContainer: false,
    mayTrace: false,
  };
  it.each([
    ["EACCES", base, /belongs to user 1000/, "Run as user 1000 or as root."],
    ["EACCES", { ...base, ourUid: 0 }, /is missing/, /SYS_PTRACE/],
    ["EACCES", { ...base, ourUid: 1000 }, /more rights than its user/, "Run as root."],
    ["EPERM", { ...base, uid: 0, ourUid: 0 }, /is missing/, /SYS_PTRACE/],
    ["EACCES", { ...base, ourUid: 0, mayTrace: true }, /protects this process/, /pprof address/],
    ["ESRCH", base, /ended while it was read/, undefined],
    ["ENOENT", { ...base, file: "proc/smaps_rollup" }, /needs Linux 4.14/, undefined],
    ["EIO", base, /the system said EIO/, undefined],
  ] as const)("%s", (code, context, reason, remedy) => {
    const failure = explainFailure(code, context);
    expect(failure.reason).toMatch(reason);
    if (remedy === undefined) expect(failure.remedy).toBeUndefined();
    else expect(failure.remedy).toMatch(remedy);
  });
});

describe("the folder of a cgroup", () => {
  let root: string;
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function machine(files: Readonly<Record<string, string>>) {
    root = await mkdtemp(join(tmpdir(), "resident-proc-"));
    for (const [name, text] of Object.entries(files)) {
      const path = join(root, name);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, text.replaceAll("ROOT", root));
    }
    return { proc: join(root, "proc"), sys: join(root, "sys") };
  }

  it("is found below a mount of the whole hierarchy (version 2), with all parents", async () => {
    const roots = await machine({
      "proc/7/cgroup": "0::/kubepods/pod1/app\n",
      "proc/self/mountinfo": "31 23 0:26 / ROOT/cg rw,nosuid - cgroup2 cgroup2 rw\n",
      "cg/kubepods/pod1/app/memory.max": "max\n",
      "cg/kubepods/pod1/app/memory.current": "1024\n",
      "cg/kubepods/pod1/memory.max": "536870912\n",
      "cg/kubepods/memory.max": "max\n",
      "cg/cgroup.controllers": "memory\n",
    });
    const cgroup = readCgroup(7, roots)!;
    expect(cgroup.levels).toEqual({
      version: 2,
      levels: [
        {
          path: "/kubepods/pod1/app",
          files: { "memory.current": "1024\n", "memory.max": "max\n" },
        },
        { path: "/kubepods/pod1", files: { "memory.max": "536870912\n" } },
        { path: "/kubepods", files: { "memory.max": "max\n" } },
      ],
    });
    expect([...cgroup.files.keys()]).toEqual(["cgroup/memory.current", "cgroup/memory.max"]);
  });

  it("is found in a container without a cgroup namespace (version 1)", async () => {
    const roots = await machine({
      "proc/7/cgroup": "5:cpu:/docker/abc\n4:memory,hugetlb:/docker/abc\n0::/docker/abc\n",
      "proc/self/mountinfo":
        "40 38 0:30 /docker/abc ROOT/fs/cpu ro - cgroup cgroup rw,cpu\n" +
        "41 38 0:31 /docker/abc ROOT/fs/memory ro - cgroup cgroup rw,memory,hugetlb\n",
      "fs/memory/memory.limit_in_bytes": "268435456\n",
    });
    const cgroup = readCgroup(7, roots)!;
    expect(cgroup.levels).toEqual({
      version: 1,
      levels: [{ path: "/docker/abc", files: { "memory.limit_in_bytes": "268435456\n" } }],
    });
  });

  it("beside our container is found through the mounts of the process itself", async () => {
    const roots = await machine({
      "proc/7/cgroup": "0::/../other\n",
      "proc/self/mountinfo": "31 23 0:26 / ROOT/cg rw - cgroup2 cgroup2 rw\n",
      "proc/7/mountinfo": "52 40 0:26 /../other /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n",
      "cg/memory.max": "1\n",
      "proc/7/root/sys/fs/cgroup/memory.max": "2\n",
    });
    expect(readCgroup(7, roots)?.levels.levels).toEqual([
      { path: "/../other", files: { "memory.max": "2\n" } },
    ]);
  });

  it("is not looked for outside of what is mounted", async () => {
    const roots = await machine({
      "proc/7/cgroup": "0::/../../etc\n",
      "proc/self/mountinfo": "31 23 0:26 / ROOT/cg/a rw - cgroup2 cgroup2 rw\n",
      "cg/a/memory.max": "1\n",
      "etc/memory.max": "2\n",
    });
    expect(findCgroup(7, roots)).toBeUndefined();
  });

  it("knows mount points with spaces", () => {
    const line = "41 38 0:31 / /mnt/my\\040cgroup ro - cgroup2 cgroup2 rw\n";
    expect(memoryMounts(line, 2)).toEqual([
      { version: 2, root: "/", mountPoint: "/mnt/my cgroup" },
    ]);
  });
});

/** Runs with nobody's rights. */
function asNobody(task: () => ProcessCapture): ProcessCapture {
  process.seteuid!(NOBODY);
  try {
    return task();
  } finally {
    process.seteuid!(0);
  }
}

function thrownBy(task: () => unknown): string {
  try {
    task();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
