/** Commands run as in a shell: what they write, how they end, what they leave behind. Needs sh only. */
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type RunOptions, runProgram } from "../../../src/collect/run/run-program.ts";

const CYCLE =
  "gc 1 @0.001s 1%: 0.10+1.0+0.02 ms clock, 0.20+0/0.1/0.2+0.04 ms cpu, 4->5->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P";
const SCAV = "scav 0 KiB work (bg), 0 KiB work (eager), 8 KiB now, 98% util";

async function run(command: readonly string[], options: Partial<RunOptions> = {}) {
  const chunks: Buffer[] = [];
  const stderr = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  const { record, isLineOpen } = await runProgram(command, {
    everySeconds: 1,
    trace: true,
    showTrace: false,
    keepOutput: true,
    environment: { PATH: process.env["PATH"] },
    stderr,
    ...options,
  });
  return { record, isLineOpen, stderr: Buffer.concat(chunks) };
}

const shell = (script: string, options?: Partial<RunOptions>) => run(["sh", "-c", script], options);

describe("what a command writes", () => {
  it("goes on to the byte, without its trace lines", async () => {
    const script = `printf 'one\\n${CYCLE.replaceAll("%", "%%")}\\ntwo ' >&2; printf '${SCAV.replaceAll("%", "%%")}\\n' >&2; printf 'three\\n\\000\\377\\033[0mend' >&2`;
    const { stderr, isLineOpen, record } = await shell(script);
    expect(stderr.toString("latin1")).toBe("one\ntwo three\n\0\xff\x1b[0mend");
    expect(isLineOpen).toBe(true);
    expect(record.bundle.files.get("output.log")).toBeDefined();
  });

  it("has its trace lines with --show-trace", async () => {
    const { stderr } = await shell(`echo '${CYCLE}' >&2; echo ready >&2`, { showTrace: true });
    expect(stderr.toString()).toBe(`${CYCLE}\nready\n`);
  });

  it("can be a device, as /dev/stderr of a pipe is", async () => {
    const { stderr } = await shell("echo one > /dev/stderr; echo two >&2");
    expect(stderr.toString()).toBe("one\ntwo\n");
  });

  it("is all there, however much it is", async () => {
    const { stderr } = await shell("head -c 5000000 /dev/zero >&2");
    expect(stderr.length).toBe(5_000_000);
    expect(stderr.every((byte) => byte === 0)).toBe(true);
  });

  it("waits for a slow reader of ours without loss", async () => {
    let length = 0;
    const slow = new Writable({
      highWaterMark: 1000,
      write(chunk: Buffer, _, done) {
        length += chunk.length;
        setTimeout(done, 1);
      },
    });
    await shell("head -c 2000000 /dev/zero >&2", { stderr: slow });
    expect(length).toBe(2_000_000);
  });

  it("stays where it is without a trace", async () => {
    const { record, stderr } = await shell('test -z "$GODEBUG"', { trace: false });
    expect([record.exit.code, record.isTraced, stderr.length]).toEqual([0, false, 0]);
  });
});

describe("how a command ends", () => {
  it.each([
    ["exit 0", { code: 0, signal: null, oomKill: null }],
    ["exit 7", { code: 7, signal: null, oomKill: null }],
    ["kill -TERM $$", { code: null, signal: "SIGTERM", oomKill: null }],
    ["kill -KILL $$", { code: null, signal: "SIGKILL", oomKill: null }],
  ])("%s", async (script, exit) => {
    const { oomKill, ...how } = (await shell(script)).record.exit;
    const { oomKill: none, ...expected } = exit;
    expect(how).toEqual(expected);
    // The machine may well run out of memory beside us.
    expect([none, "machine"]).toContain(oomKill);
  });

  it.each([
    [["nonexistent-program"], 127, /no program nonexistent-program/],
    [["./nonexistent/program"], 127, /no program/],
    [["/"], 126, /folder/],
    [[import.meta.filename], 126, /not marked as executable/],
  ])("%j can't be started", async (command, exitCode, message) => {
    await expect(run(command)).rejects.toMatchObject({ exitCode, message });
  });

  it("does not wait for what it leaves behind", async () => {
    const started = performance.now();
    const { record, stderr } = await shell("sleep 30 & echo left >&2");
    expect(performance.now() - started).toBeLessThan(28_000);
    expect(stderr.toString()).toBe("left\n");
    expect(record.remarks.join(" ")).toMatch(/runs on and is no longer watched/);
    const pid = /Process (\d+) \(sleep\)/.exec(record.remarks.join(" "))?.[1];
    if (pid !== undefined) process.kill(Number(pid));
  });
});

describe("what a command gets", () => {
  it("has GODEBUG added to, and everything else as it was", async () => {
    const environment = { PATH: process.env["PATH"], GODEBUG: "madvdontneed=0", MINE: "x y" };
    const { stderr } = await shell('echo "$GODEBUG" "$MINE" >&2', { environment });
    expect(stderr.toString()).toBe("gctrace=1,scavtrace=1,madvdontneed=0 x y\n");
  });

  it("keeps the trace off where the user turned it off", async () => {
    const environment = { PATH: process.env["PATH"], GODEBUG: "gctrace=0" };
    const { stderr, record } = await shell('echo "$GODEBUG" >&2', { environment });
    expect([stderr.toString(), record.isTraced]).toEqual(["gctrace=0\n", false]);
    expect(record.remarks.join(" ")).toMatch(/gctrace=0/);
  });
});

describe.runIf(process.platform === "linux")("what is seen of it", () => {
  it("is RSS, also of what is no Go program", async () => {
    const { record } = await shell("sleep 0.2");
    expect(record.process).toMatchObject({ isCommand: true, isGo: false });
    expect(record.peak!.rss).toBeGreaterThan(100_000);
    expect(record.samples.length).toBeGreaterThan(0);
    expect(record.look).toBeUndefined();
  });

  it("is a bundle also where nothing could be read in time", async () => {
    const { record } = await run(["true"]);
    expect(record.bundle.snapshots).toHaveLength(1);
    expect(record.bundle.files.has("output.log")).toBe(true);
  });
});
