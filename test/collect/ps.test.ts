import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inParallel } from "../../src/collect/ps/in-parallel.ts";
import { type GoProcess, listGoProcesses } from "../../src/collect/ps/list-go-processes.ts";
import { cpuStopwatch } from "../support/cpu-time.ts";
import { buildGoProgram, type GoProgram, machineGo, startGoProgram } from "../support/go.ts";
import { PROBE_PROGRAM } from "../support/probe-program.ts";

const HELD = 32 << 20;
const go = await machineGo();

describe.skipIf(go === undefined || process.platform !== "linux")("the Go processes", () => {
  const programs: GoProgram[] = [];
  let list: readonly GoProcess[];
  let seconds: number;
  beforeAll(async () => {
    const name = "probe-with-a-long-name";
    programs.push(await startGoProgram(PROBE_PROGRAM, { name, env: { HOLD: String(HELD) } }));
    const env = { NO_PPROF: "1" };
    programs.push(
      await startGoProgram(PROBE_PROGRAM, { name: "probe-silent", env, args: ["-token=abc"] }),
    );
    const spent = cpuStopwatch();
    list = (await listGoProcesses({ heap: true })).processes;
    seconds = spent() / 1000;
  }, 120_000);
  afterAll(() => Promise.all(programs.map((program) => program.stop())));

  it("are listed with version, memory, heap, ports and pprof's address", async () => {
    const [program] = programs as [GoProgram];
    const { version } = await program.truth<{ version: string }>();
    const found = list.find(({ pid }) => pid === program.pid);
    expect(found).toMatchObject({
      name: "probe-with-a-long-name",
      goVersion: version,
      approximate: false,
      ports: [program.port],
      pprof: "yes",
      endpoint: { port: program.port },
    });
    expect(found!.heap).toBeGreaterThan(HELD);
    expect(found!.rss).toBeGreaterThan(found!.heap!);
    expect(found!.virt).toBeGreaterThan(found!.rss!);
  });

  it("without pprof say no, and why", () => {
    const found = list.find(({ pid }) => pid === programs[1]!.pid);
    expect(found).toMatchObject({
      pprof: "no",
      ports: [programs[1]!.port],
      commandLine: [programs[1]!.executable, "-token=[secret]"],
      reason: expect.stringMatching(/no net\/http\/pprof answers/),
      remedy: expect.stringContaining("net/http/pprof"),
    });
    expect(found).not.toHaveProperty("heap");
  });

  it("are Go only, by RSS, the largest first", () => {
    expect(list.some(({ pid }) => pid === process.pid)).toBe(false);
    const rss = list.map((process) => process.rss ?? 0);
    expect(rss).toEqual([...rss].sort((a, b) => b - a));
  });

  it("are found with well under two seconds of computing", () => {
    expect(seconds).toBeLessThan(2);
  });

  it("that do not answer in time are not known to have none", { timeout: 60_000 }, async () => {
    const executable = await buildGoProgram(PROBE_PROGRAM, { name: "probe-stopped" });
    const child = spawn(executable, { stdio: "pipe" });
    try {
      await new Promise((ready) => child.stdout.once("data", ready));
      child.kill("SIGSTOP");
      const { processes } = await listGoProcesses({ timeoutMs: 200 });
      const found = processes.find(({ pid }) => pid === child.pid);
      expect(found).toMatchObject({ pprof: "unknown" });
    } finally {
      child.kill("SIGKILL");
    }
  });
});

describe("tasks in parallel", () => {
  it("run no more than allowed at a time, and keep the order", async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([5, 1, 4, 2, 3], 2, async (n) => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, n));
      running--;
      return n * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });
});
