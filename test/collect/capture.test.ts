import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { capture } from "../../src/collect/capture.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { resolveTarget } from "../../src/collect/target/resolve-target.ts";
import type { LiveTarget } from "../../src/collect/target/target.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { MetaJson, RawBundle } from "../../src/model/bundle.ts";
import { type GoProgram, machineGo, startGoProgram } from "../support/go.ts";
import { PROBE_PROGRAM } from "../support/probe-program.ts";

const HELD = 64 << 20;
const go = await machineGo();
const canRun = go !== undefined && process.platform === "linux";

describe.skipIf(!canRun)("the capture of a live program", () => {
  let program: GoProgram;
  beforeAll(async () => {
    program = await startGoProgram(PROBE_PROGRAM, {
      name: "probe-capture",
      env: { HOLD: String(HELD), GOGC: "150" },
      args: ["-password=hunter2"],
    });
  }, 120_000);
  afterAll(() => program?.stop());

  it("has both halves, which agree with what the program knows of itself", async () => {
    const recording = decode(await capture(await live(String(program.pid))));
    const [snapshot] = recording.snapshots;
    const { version } = await program.truth<{ version: string }>();
    expect(recording.go?.raw).toBe(version);
    expect(recording.remarks).toEqual([]);
    expect(snapshot).toMatchObject({
      status: { pid: program.pid, name: "probe-capture" },
      environment: { GOGC: "150" },
      commandLine: [program.executable, "-password=[secret]"],
    });
    expect(snapshot!.memStats!.HeapAlloc).toBeGreaterThan(HELD);
    expect(snapshot!.memStats!.HeapAlloc).toBeLessThan(HELD * 1.1);
    expect(snapshot!.status!.vmRss).toBeGreaterThan(HELD);
    expect(snapshot!.addressSpace!.length).toBeGreaterThan(5);
    expect(snapshot!.heap).toBeDefined();
    expect(snapshot!.goroutines).toBeDefined();
    for (const { source, reason } of snapshot!.missing) {
      expect(["metrics.txt", "pprof/goroutineleak.debug1.txt", "cgroup"], reason).toContain(source);
    }
  });

  it("reads MemStats right after the mappings", async () => {
    const bundle = await capture(await live(String(program.pid)));
    const { files } = meta(bundle);
    const between = files!["vars.json"]!.readAt! - files!["proc/smaps"]!.readAt!;
    expect(between).toBeGreaterThanOrEqual(0);
    expect(between).toBeLessThan(0.25);
  });

  it("takes several snapshots on a grid of times", async () => {
    const progress: string[] = [];
    const start = performance.now();
    const bundle = await capture(await live(String(program.pid)), {
      count: 3,
      everySeconds: 0.4,
      onProgress: (done, count) => progress.push(`${done}/${count}`),
    });
    expect(performance.now() - start).toBeGreaterThan(800);
    expect(bundle.snapshots.map(({ name }) => name)).toEqual(["0001", "0002", "0003"]);
    const times = decode(bundle).snapshots.map(({ time }) => time!);
    expect(times[2]! - times[0]!).toBeCloseTo(0.8, 0);
    expect(progress).toEqual(["1/3", "2/3", "3/3"]);
  });

  it("asks for what costs most with the last snapshot only", async () => {
    const bundle = await capture(await live(String(program.pid)), {
      count: 3,
      everySeconds: 0.1,
      deep: true,
    });
    const has = (path: string) => bundle.snapshots.map(({ files }) => files.has(path));
    expect(has("pprof/goroutine.debug1.txt")).toEqual([true, true, true]);
    expect(has("pprof/goroutine.debug2.txt")).toEqual([false, false, true]);
    expect(has("pprof/goroutine")).toEqual([false, false, true]);
    const { missing } = decode(bundle).snapshots.at(-1)!;
    expect(missing.map(({ source }) => source)).not.toContain("pprof/goroutine.debug2.txt");
  });

  it("reads goroutines after everything that is counted", async () => {
    const { files } = meta(await capture(await live(String(program.pid))));
    const at = (path: string) => files![path]!.readAt!;
    expect(at("pprof/heap")).toBeGreaterThanOrEqual(at("pprof/heap.debug1.txt"));
    expect(at("pprof/heap.debug1.txt")).toBeGreaterThanOrEqual(at("vars.json"));
    for (const path of ["pprof/goroutine.debug1.txt", "pprof/goroutine.debug2.txt"]) {
      expect(at(path)).toBeGreaterThanOrEqual(at("pprof/heap"));
    }
  });

  it("stopped by the user has the snapshots made so far, and says so", async () => {
    const stop = new AbortController();
    const bundle = await capture(await live(String(program.pid)), {
      count: 100,
      everySeconds: 30,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(bundle.snapshots).toHaveLength(1);
    expect(decode(bundle).remarks.join()).toMatch(/stopped after 1 snapshot of 100/);
  });

  it("without a URL has the kernel's half and says what is missing", async () => {
    const bundle = await capture({
      kind: "live",
      label: "x",
      pid: program.pid,
      missing: [{ source: "pprof/heap", reason: "no port", remedy: "Import it." }],
      remarks: [],
    });
    const [snapshot] = decode(bundle).snapshots;
    expect(snapshot!.addressSpace).toBeDefined();
    expect(snapshot!.memStats).toBeUndefined();
    expect(snapshot!.missing).toContainEqual({
      source: "pprof/heap",
      reason: "no port",
      remedy: "Import it.",
    });
  });

  it("without a PID has the program's own half and says what is missing", async () => {
    const { pid: _, ...target } = await live(program.url);
    const bundle = await capture({
      ...target,
      missing: [{ source: "proc/smaps", reason: "another machine" }],
    });
    const [snapshot] = decode(bundle).snapshots;
    expect(snapshot!.memStats!.HeapAlloc).toBeGreaterThan(HELD);
    expect(snapshot!.status).toBeUndefined();
    expect(snapshot!.missing).toContainEqual({ source: "proc/smaps", reason: "another machine" });
  });

  it("of a PID whose URL does not answer still has the kernel's half", async () => {
    const target = await live(String(program.pid));
    const bundle = await capture({ ...target, endpoint: { ...target.endpoint!, port: 1 } });
    const [snapshot] = decode(bundle).snapshots;
    expect(snapshot!.addressSpace).toBeDefined();
    expect(snapshot!.missing).toContainEqual(
      expect.objectContaining({
        source: "pprof/heap",
        reason: expect.stringMatching(/nothing listens/),
      }),
    );
  });
});

describe.skipIf(!canRun)("a program that goes away", () => {
  it("between two snapshots leaves what there is, and a remark", { timeout: 60_000 }, async () => {
    const program = await startGoProgram(PROBE_PROGRAM, { name: "probe-ends" });
    const bundle = await capture(await live(String(program.pid)), {
      count: 3,
      everySeconds: 0.2,
      onProgress: () => void program.stop(),
    });
    expect(bundle.snapshots).toHaveLength(1);
    expect(decode(bundle).remarks.join()).toContain(
      `Process ${program.pid} ended after 1 snapshot.`,
    );
  });

  it("known by URL only leaves what there is, and a remark", { timeout: 60_000 }, async () => {
    const program = await startGoProgram(PROBE_PROGRAM, { name: "probe-ends" });
    const { pid: _, ...target } = await live(program.url);
    const bundle = await capture(target, {
      count: 3,
      everySeconds: 0.2,
      onProgress: () => void program.stop(),
    });
    expect(bundle.snapshots).toHaveLength(1);
    expect(decode(bundle).remarks.join()).toMatch(/no longer answered after 1 snapshot/);
  });

  it("before the first snapshot is an error", { timeout: 60_000 }, async () => {
    const program = await startGoProgram(PROBE_PROGRAM, { name: "probe-ends" });
    const target = await live(String(program.pid));
    await program.stop();
    await expect(capture(target)).rejects.toMatchObject({ code: "RES_PROCESS" });
    const { pid: _, ...remote } = target;
    await expect(capture(remote)).rejects.toMatchObject({ code: "RES_CONNECT" });
  });
});

describe.skipIf(process.platform !== "linux")("a process that is not Go", () => {
  it("is an error with the next step", async () => {
    const target: LiveTarget = {
      kind: "live",
      label: "me",
      pid: process.pid,
      missing: [],
      remarks: [],
    };
    await expect(capture(target)).rejects.toMatchObject({
      code: "RES_PROCESS",
      message: expect.stringMatching(/is not a Go program/),
    });
  });
});

function decode(bundle: RawBundle) {
  return decodeBundle(bundle, { gunzip: (bytes) => gunzip(bytes) });
}

function meta(bundle: RawBundle): MetaJson {
  return JSON.parse(new TextDecoder().decode(bundle.snapshots[0]!.files.get("meta.json")));
}

async function live(...texts: string[]): Promise<LiveTarget> {
  const target = await resolveTarget(texts);
  if (target.kind !== "live") throw new Error(`${texts.join()} is ${target.kind}`);
  return target;
}
