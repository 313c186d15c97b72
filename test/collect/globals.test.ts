/** What is in RAM of each variable, of real programs that know which of their pages they have written. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placeInBundle } from "../../src/collect/bundle/bundle-paths.ts";
import { captureProcess } from "../../src/collect/process/capture-process.ts";
import { SYSTEM_ROOTS } from "../../src/collect/process/proc-roots.ts";
import { ExecutableReader } from "../../src/collect/process/read-executable.ts";
import { readGlobals } from "../../src/collect/process/read-globals.ts";
import { decodeGlobals } from "../../src/decode/meta/decode-globals.ts";
import { decodeSmaps } from "../../src/decode/procfs/decode-smaps.ts";
import { machineGo } from "../support/go.ts";

const MiB = 2 ** 20;
/** A page at each end can have a neighbour's bytes. */
const EDGE = 2 * 64 * 1024;
const go = await machineGo();
const canRun = go !== undefined && process.platform === "linux";

const SOURCE = `package main

import (
	"fmt"
	"os"
)

var half [64 << 20]byte
var read [32 << 20]byte
var later [256 << 20]byte
var table = [16 << 20]byte{1, 2, 3}
var state = &struct{ counts [8 << 20]byte }{}

func main() {
	if len(os.Args) > 1 {
		select {}
	}
	for i := range half[:len(half)/2] {
		half[i] = 1
	}
	sum := 0
	for i := 0; i < len(read); i += 512 {
		sum += int(read[i])
	}
	for i := len(table) / 4 * 3; i < len(table); i++ {
		table[i] = 1
	}
	for i := range state.counts {
		state.counts[i] = 1
	}
	fmt.Println("ready", sum, len(later))
	if sum == 1 {
		later[sum] = table[sum]
	}
	os.Stdin.Read(make([]byte, 1))
}
`;

describe.skipIf(!canRun)("the variables of a running program", { timeout: 240_000 }, () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "resident-globals-"));
    await writeFile(join(folder, "go.mod"), "module hello\n\ngo 1.21\n");
    await writeFile(join(folder, "main.go"), SOURCE);
  });
  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  async function start(...args: string[]): Promise<number> {
    const out = join(folder, `program${args.join("")}`);
    const env = { ...process.env, GOFLAGS: "", CGO_ENABLED: "0" };
    execFileSync("go", ["build", "-o", out, ...args, "."], { cwd: folder, env });
    const child = spawn(out, { stdio: ["pipe", "pipe", "inherit"] });
    running.push(child);
    await once(child.stdout, "data");
    return child.pid!;
  }

  for (const args of [[], ["-buildmode=pie"]]) {
    it(`are counted by what was written, not by what was read or declared ${args}`, async () => {
      const { files, meta } = captureProcess(await start(...args));
      const globals = decodeGlobals(files.get("globals.json")!);
      const written = (name: string) =>
        globals.variables.find((one) => one.name === `main.${name}`)?.written ?? 0;
      expect(globals.variables.map(({ name }) => name).slice(0, 3)).toEqual([
        "main.half",
        "main.state",
        "main.table",
      ]);
      expect(globals.variables[1]).toMatchObject({ behind: true, size: 8 * MiB });
      expect(Math.abs(written("state") - 8 * MiB)).toBeLessThan(EDGE);
      expect(Math.abs(written("half") - 32 * MiB)).toBeLessThan(EDGE);
      expect(Math.abs(written("table") - 4 * MiB)).toBeLessThan(EDGE);
      const relocated = globals.relocated ?? 0;
      expect(relocated > MiB / 16).toBe(args.length > 0);
      expect(relocated).toBeLessThan(2 * MiB);
      expect(written("read")).toBeLessThan(EDGE);
      expect(written("later")).toBeLessThan(EDGE);
      expect(meta.files["globals.json"]?.readAt).toBeGreaterThan(0);
      expect(placeInBundle("0001/globals.json")).toBeDefined();
      const space = decodeSmaps(files.get("proc/smaps")!);
      const program = space.name.map((name) => name.startsWith(folder));
      const bss = space.start.findIndex(
        (at, i) => program[i - 1] === true && at === space.end[i - 1] && !program[i],
      );
      program[bss] = true;
      const anonymous = space.anonymous.reduce((sum, one, i) => sum + (program[i] ? one : 0), 0);
      expect(Math.abs(globals.written! - anonymous)).toBeLessThan(MiB / 4);
    });
  }

  it("have no names where it is stripped, and are the same bytes", async () => {
    const { files } = captureProcess(await start("-ldflags=-s"));
    const globals = decodeGlobals(files.get("globals.json")!);
    expect(globals).toMatchObject({ stripped: true, variables: [] });
    expect(globals.written).toBeGreaterThan(44 * MiB);
  });

  it("are not read where nothing was written, and no symbol is", async () => {
    const child = spawn(join(folder, "program"), ["idle"], { stdio: "ignore" });
    running.push(child);
    await once(child, "spawn");
    const executables = new ExecutableReader();
    executables.variables = () => expect.unreachable();
    expect(readGlobals(child.pid!, executables, SYSTEM_ROOTS)).toBeUndefined();
  });

  it("have sizes alone where the kernel's list of pages can't be read", async () => {
    const pid = running[0]!.pid!;
    const proc = join(folder, "proc");
    await mkdir(join(proc, String(pid)), { recursive: true });
    await symlink(`/proc/${pid}/exe`, join(proc, String(pid), "exe"));
    await symlink("/proc/self", join(proc, "self"));
    const roots = { ...SYSTEM_ROOTS, proc };
    const globals = readGlobals(pid, new ExecutableReader(roots), roots);
    if (globals === undefined || "failure" in globals) throw new Error("nothing was read");
    expect(JSON.stringify(globals)).not.toContain("written");
    const names = globals.variables.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(["main.later", "main.half"]);
  });
});
