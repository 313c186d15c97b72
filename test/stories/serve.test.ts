/** `resident serve` with real programs: recorded end to end, over a restart, and there again afterwards. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ProcessList, ProcessRow } from "../../src/model/fleet.ts";
import { assertBuilt, ROOT } from "../cli/run-resident.ts";
import { type GoProgram, machineGo, startGoProgram } from "../support/go.ts";

const SOURCE = await readFile(join(ROOT, "test/fixtures/live/main.go"), "utf8");
/** No other program of this machine is called that. */
const NAME = `leak${process.pid}`;

const missing = (await machineGo()) === undefined ? "there is no `go` here" : undefined;
if (missing !== undefined) describe.skip("resident serve", () => test(missing, () => undefined));

class Serving {
  private readonly child: ChildProcess;
  private readonly url: string;
  text = "";

  constructor(port: number, args: readonly string[]) {
    this.url = `http://127.0.0.1:${port}`;
    const all = [join(ROOT, "bin/resident.js"), "serve", "--port", `${port}`, ...args];
    this.child = spawn(process.execPath, all, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on("data", (piece) => (this.text += String(piece)));
    }
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(this.url + path)).json()) as T;
  }

  async processes(): Promise<readonly ProcessRow[]> {
    return (await this.get<ProcessList>("/api/v1/processes")).processes;
  }

  async until<T>(look: () => Promise<T | undefined>, seconds = 60): Promise<T> {
    for (let tries = 0; tries < seconds * 4; tries++) {
      const found = await look().catch(() => undefined);
      if (found !== undefined) return found;
      await sleep(250);
    }
    throw new Error(`not within ${seconds} s; it said:\n${this.text}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** @returns its exit code */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = new Promise<number | null>((done) => this.child.once("exit", done));
    this.child.kill(signal);
    return ended;
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

describe.skipIf(missing !== undefined)("resident serve", () => {
  let folder: string;
  let program: GoProgram;
  let serving: Serving | undefined;

  beforeAll(async () => {
    assertBuilt();
    folder = await mkdtemp(join(tmpdir(), "resident-serve-"));
  });
  afterEach(async () => {
    await serving?.end();
    await program?.stop();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = () => startGoProgram(SOURCE, { name: NAME });

  test("a leak is found, over a restart of the program and of Resident", async () => {
    program = await start();
    const args = ["--data", join(folder, "leak"), "--every", "1s", NAME];
    serving = new Serving(await freePort(), args);
    const first = await serving.until(async () => {
      const [row] = await serving!.processes();
      // In the first seconds too few samples of the leak are there to name its line.
      const isNamed = row?.verdict?.headline.includes("main.remember");
      return isNamed && row?.verdict?.id === "live-heap-growing" ? row : undefined;
    }, 150);
    expect(first).toMatchObject({ name: NAME, state: "up", pid: program.pid, error: null });
    expect(first.goroutines).toBeGreaterThan(3);
    expect(first.rss).toBeGreaterThan(first.live!);

    await program.stop();
    await serving.until(async () => (await serving!.processes())[0]?.state === "down" || undefined);
    program = await start();
    const second = await serving.until(async () => {
      const [row] = await serving!.processes();
      return row?.pid === program.pid ? row : undefined;
    });
    expect(second.state).toBe("up");
    expect(second.id).toBe(first.id);

    // What a kill leaves is there again, and goes on.
    expect(await serving.end("SIGKILL")).toBeNull();
    serving = new Serving(await freePort(), args);
    const third = await serving.until(async () => {
      const [row] = await serving!.processes();
      return row?.pid === program.pid && row.lastLook !== null ? row : undefined;
    });
    expect(third.id).toBe(first.id);
    expect(third.trend.times[0]).toBeLessThan(second.lastLook!);
    expect(await serving.end("SIGINT")).toBe(0);
    expect(serving.text).toContain("Recording 1 target.");
  });

  test("a configuration is taken up anew, and refused where it is wrong", async () => {
    program = await start();
    const config = join(folder, "resident.yaml");
    const job = (name: string) =>
      `{job_name: ${name}, scrape_interval: 1s, static_configs: [{targets: ["127.0.0.1:${program.port}"]}]}`;
    await writeFile(config, `scrape_configs: [${job("one")}]`);
    serving = new Serving(await freePort(), ["--data", join(folder, "config"), "-c", config]);
    const jobs = async () =>
      (await serving!.processes())
        .filter(({ state }) => state === "up")
        .map((row) => row.labels["job"]);
    await serving.until(async () => (await jobs()).join() === "one" || undefined);
    await writeFile(config, `scrape_configs: [${job("one")}, ${job("one")}]`);
    await serving.until(async () => serving!.text.includes("stays as it was") || undefined);
    expect(serving.text).toContain("expected a name that no other job has");
    await writeFile(config, `scrape_configs: [${job("two")}]`);
    serving.signal("SIGHUP");
    await serving.until(async () => (await jobs()).join() === "two" || undefined);
  });
});
