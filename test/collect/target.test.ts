import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classifyTarget } from "../../src/collect/target/classify-target.ts";
import { findProcessByName } from "../../src/collect/target/find-process-by-name.ts";
import {
  listeningUnixSockets,
  parseListening,
} from "../../src/collect/target/listening-sockets.ts";
import { requireProcfs } from "../../src/collect/target/require-procfs.ts";
import { resolveTarget } from "../../src/collect/target/resolve-target.ts";
import { buildGoProgram, type GoProgram, machineGo, startGoProgram } from "../support/go.ts";
import { PROBE_PROGRAM } from "../support/probe-program.ts";

const go = await machineGo();
const isLinux = process.platform === "linux";
const isRoot = process.geteuid?.() === 0;

describe.skipIf(!isLinux || go === undefined)("a running program", () => {
  let program: GoProgram;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resident-target-"));
    program = await startGoProgram(PROBE_PROGRAM, { name: "probe-target" });
  }, 120_000);
  afterAll(async () => {
    await program?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("given by its PID: the port with pprof is found", async () => {
    expect(await resolveTarget([String(program.pid)])).toEqual({
      kind: "live",
      label: String(program.pid),
      pid: program.pid,
      endpoint: {
        scheme: "http",
        host: "127.0.0.1",
        port: program.port,
        pprofPath: "/debug/pprof/",
      },
      missing: [],
      remarks: [],
    });
  });

  it.each([
    ["a port", (port: number) => `:${port}`],
    ["host and port", (port: number) => `localhost:${port}`],
    ["a URL", (port: number) => `http://127.0.0.1:${port}/debug/pprof/heap`],
  ])("given by %s: the process that listens there is found", async (_, text) => {
    expect(await resolveTarget([text(program.port)])).toMatchObject({
      kind: "live",
      pid: program.pid,
      endpoint: { port: program.port },
      missing: [],
    });
  });

  it("given by its name", async () => {
    expect(await resolveTarget(["probe-target"])).toMatchObject({ pid: program.pid });
  });

  it("given by its PID and its URL together, in any order", async () => {
    const texts = [program.url, String(program.pid)];
    for (const order of [texts, [...texts].reverse()]) {
      expect(await resolveTarget(order)).toMatchObject({
        kind: "live",
        pid: program.pid,
        endpoint: { port: program.port },
        remarks: [],
      });
    }
  });

  it("is not the process that only passes on to it", { timeout: 60_000 }, async () => {
    const forwarder = await startGoProgram(PROBE_PROGRAM, {
      name: "probe-forwarder",
      env: { FORWARD: program.url },
    });
    try {
      const target = await resolveTarget([forwarder.url]);
      expect(target).toMatchObject({
        kind: "live",
        endpoint: { port: forwarder.port },
        missing: [{ source: "proc/smaps", reason: expect.stringMatching(/passes on to another/) }],
      });
      expect(target).not.toHaveProperty("pid");
      // The user may know better than the sockets: what passes on leads to the one named.
      const behind = await resolveTarget([String(program.pid), forwarder.url]);
      expect(behind).toMatchObject({
        pid: program.pid,
        endpoint: { port: forwarder.port },
        remarks: [expect.stringMatching(/could not be checked .*taken for granted/)],
      });
      const itself = await resolveTarget([String(forwarder.pid), forwarder.url]);
      expect(itself).toMatchObject({ remarks: [expect.stringMatching(/command lines differ/)] });
      const byPid = await resolveTarget([String(forwarder.pid)]);
      expect(byPid).not.toHaveProperty("endpoint");
      expect(byPid).toMatchObject({
        pid: forwarder.pid,
        missing: [
          { source: "pprof/heap", reason: expect.stringMatching(/pprof of another program/) },
        ],
      });
    } finally {
      await forwarder.stop();
    }
  });

  it("is not joined with the URL of another", { timeout: 60_000 }, async () => {
    const twin = await startGoProgram(PROBE_PROGRAM, { name: "probe-target" });
    try {
      const mixed = resolveTarget([`:${program.port}`, String(twin.pid)]);
      await expect(mixed).rejects.toMatchObject({
        code: "RES_USAGE",
        message: expect.stringContaining(`process ${program.pid} (probe-target) listens there`),
        hint: expect.stringContaining(`resident ${twin.pid}`),
      });
    } finally {
      await twin.stop();
    }
  });

  it("with pprof below another path is found with that prefix only", {
    timeout: 60_000,
  }, async () => {
    const other = await startGoProgram(PROBE_PROGRAM, {
      name: "probe-prefix",
      env: { PREFIX: "/admin" },
    });
    try {
      expect(await resolveTarget([String(other.pid)])).toMatchObject({
        pid: other.pid,
        missing: [
          {
            source: "pprof/heap",
            reason: `no net/http/pprof answers on port ${other.port}`,
            remedy: expect.stringContaining("--prefix"),
          },
        ],
      });
      const found = await resolveTarget([String(other.pid)], { prefix: "/admin" });
      expect(found).toMatchObject({ endpoint: { pprofPath: "/admin/debug/pprof/" } });
    } finally {
      await other.stop();
    }
  });

  it("that is stopped is said to be, and asked again when it goes on", async () => {
    process.kill(program.pid, "SIGSTOP");
    try {
      expect(await resolveTarget([String(program.pid)])).toMatchObject({
        missing: [
          { source: "pprof/heap", reason: expect.stringMatching(/^the process is stopped/) },
        ],
      });
    } finally {
      process.kill(program.pid, "SIGCONT");
    }
    expect(await resolveTarget([String(program.pid)])).toHaveProperty("endpoint");
  });

  it("on a unix socket is found by the socket", { timeout: 60_000 }, async () => {
    const socket = join(folder, "pprof.sock");
    const executable = await buildGoProgram(PROBE_PROGRAM, { name: "probe-unix" });
    const child = spawn(executable, { env: { LISTEN: socket }, stdio: "pipe" });
    try {
      await new Promise((ready) => child.stdout.once("data", ready));
      expect(await resolveTarget([], { socket })).toMatchObject({
        pid: child.pid,
        endpoint: { socketPath: socket },
        missing: [],
      });
    } finally {
      child.kill("SIGKILL");
    }
  });

  it.skipIf(!isRoot)(
    "in another network namespace: says how to get in",
    { timeout: 60_000 },
    async () => {
      const executable = await buildGoProgram(PROBE_PROGRAM, { name: "probe-namespace" });
      const child = spawn("unshare", ["--net", executable], {
        env: { ...process.env, LISTEN: ":6060" },
        stdio: "pipe",
      });
      try {
        await new Promise((ready) => child.stdout.once("data", ready));
        expect(await resolveTarget([String(child.pid)])).toMatchObject({
          pid: child.pid,
          missing: [
            {
              source: "pprof/heap",
              reason: "it listens on port 6060 in a network namespace of its own",
              remedy: expect.stringContaining(`nsenter -t ${child.pid} -n`),
            },
          ],
        });
      } finally {
        child.kill("SIGKILL");
      }
    },
  );

  it("whose name several bear is asked for by PID", { timeout: 60_000 }, async () => {
    const second = await startGoProgram(PROBE_PROGRAM, {
      name: "probe-target",
      args: ["-password=hunter2"],
    });
    try {
      expect(() => findProcessByName("probe-target")).toThrow(
        expect.objectContaining({ code: "RES_TARGET" }),
      );
      const message = thrownBy(() => findProcessByName("probe-target"));
      expect(message).toContain(String(program.pid));
      expect(message).toContain(`${second.pid}`);
      expect(message).not.toContain("hunter2");
    } finally {
      await second.stop();
    }
  });

  it("goes before a script of the same name", { timeout: 60_000 }, async () => {
    const script = join(folder, "probe-target");
    await writeFile(script, "#!/bin/sh\nsleep 30\n", { mode: 0o755 });
    const child = spawn(script, { stdio: "ignore" });
    try {
      await expect.poll(() => commOf(child.pid!)).toBe("probe-target");
      expect(findProcessByName("probe-target")).toBe(program.pid);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("is not there, but a folder of that name is, which is no bundle", () => {
    expect(() => findProcessByName("recordings")).toThrow(
      expect.objectContaining({
        code: "RES_TARGET",
        message: expect.stringMatching(/the folder of that name is no bundle/),
        hint: expect.stringMatching(/0001, 0002/),
      }),
    );
  });
});

describe.skipIf(!isLinux)("a process that is not Go", () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((socket) => socket.end("SSH-2.0-nothing\r\n"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(() => server.close());

  it("is asked on no port where it is not Go", async () => {
    let asked = 0;
    server.on("connection", () => asked++);
    await expect(resolveTarget([String(process.pid)])).rejects.toMatchObject({
      code: "RES_PROCESS",
      message: expect.stringMatching(/is not a Go program/),
    });
    expect(asked).toBe(0);
  });

  it("is not taken for the server behind a URL", async () => {
    const { port } = server.address() as { port: number };
    const target = await resolveTarget([`:${port}`]);
    expect(target).not.toHaveProperty("pid");
  });
});

describe("a word of the command line", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resident-words-"));
    await mkdir(join(folder, "bundle/0001"), { recursive: true });
    await writeFile(join(folder, "heap.pb.gz"), "x");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is told apart by its form and by what is there", () => {
    expect(classifyTarget("4817")).toEqual({ kind: "process", text: "4817" });
    expect(classifyTarget("blahdo")).toEqual({ kind: "process", text: "blahdo" });
    expect(classifyTarget("-")).toMatchObject({ kind: "stored", target: { kind: "stdin" } });
    expect(classifyTarget(":6060")).toMatchObject({ kind: "endpoint", endpoint: { port: 6060 } });
    const bundle = join(folder, "bundle");
    expect(classifyTarget(bundle)).toMatchObject({ target: { kind: "folder", path: bundle } });
    const file = join(folder, "heap.pb.gz");
    expect(classifyTarget(file)).toMatchObject({ target: { kind: "file", path: file } });
  });

  it("that can only be a path and is not there is an error", () => {
    for (const text of ["./nowhere/bundle", "nowhere.tgz", "/nowhere/heap.pb.gz"]) {
      expect(() => classifyTarget(text), text).toThrow(
        expect.objectContaining({ code: "RES_FILE" }),
      );
    }
  });

  it("several that are stored make a comparison", async () => {
    const bundle = join(folder, "bundle");
    expect(await resolveTarget([bundle, join(folder, "heap.pb.gz")])).toMatchObject({
      kind: "many",
      targets: [{ kind: "folder" }, { kind: "file" }],
    });
    await expect(resolveTarget([bundle, ":6060"])).rejects.toMatchObject({ code: "RES_USAGE" });
    await expect(resolveTarget([":1", ":2"])).rejects.toMatchObject({ code: "RES_USAGE" });
    await expect(resolveTarget([])).rejects.toMatchObject({ code: "RES_USAGE" });
  });

  it.skipIf(!isLinux)("that names nothing is an error with the next step", async () => {
    await expect(resolveTarget(["no-such-program"])).rejects.toMatchObject({
      code: "RES_TARGET",
      hint: expect.stringContaining("resident ps"),
    });
  });
});

describe("another system", () => {
  it.each([
    ["darwin", "macOS"],
    ["win32", "Windows"],
  ])("%s: a PID says why not", (platform, name) => {
    expect(() => requireProcfs("process 4817", platform)).toThrow(
      expect.objectContaining({
        code: "RES_UNSUPPORTED",
        message: `process 4817 can't be looked at on ${name}`,
        hint: expect.stringContaining("URL"),
      }),
    );
  });
});

describe("the kernel's table of sockets", () => {
  const HEAD =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  const line = (local: string, state: string, inode: number) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;

  it("gives addresses in the machine's byte order", () => {
    const little =
      HEAD +
      line("0100007F:17AC", "0A", 11) +
      line("00000000:1F90", "0A", 12) +
      line("0100007F:0016", "01", 13);
    expect(parseListening(little, true)).toEqual([
      { address: "127.0.0.1", port: 6060, inode: 11 },
      { address: "0.0.0.0", port: 8080, inode: 12 },
    ]);
    expect(parseListening(HEAD + line("7F000001:17AC", "0A", 11), false)).toEqual([
      { address: "127.0.0.1", port: 6060, inode: 11 },
    ]);
  });

  it("gives IPv6 addresses in their short form", () => {
    const table =
      line("00000000000000000000000001000000:17AC", "0A", 1) +
      line("00000000000000000000000000000000:17AC", "0A", 2) +
      line("0000000000000000FFFF00000100007F:17AC", "0A", 3) +
      line("B80D0120000000000000000001000000:17AC", "0A", 4);
    expect(parseListening(table, true).map(({ address }) => address)).toEqual([
      "::1",
      "::",
      "127.0.0.1",
      "2001:db8::1",
    ]);
  });

  it("gives unix sockets that listen at a path", () => {
    const table =
      "Num       RefCount Protocol Flags    Type St Inode Path\n" +
      "00000000: 00000002 00000000 00010000 0001 01 20951 /run/app.sock\n" +
      "00000000: 00000003 00000000 00000000 0001 03 20952 /run/app.sock\n";
    expect(listeningUnixSockets(table, "/run/app.sock")).toEqual([20951]);
  });
});

function commOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
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
