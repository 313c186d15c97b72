/**
 * `resident run` with real Go programs: what it sees of one whose memory is known, behind the go
 * command as well, killed in the middle, and among output that tears its trace lines apart.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { summarizeRun } from "../../src/analyze/run/summarize-run.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { runProgram } from "../../src/collect/run/run-program.ts";
import { decodeGcLog } from "../../src/decode/gctrace/decode-gc-log.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { buildGoProgram } from "../support/go.ts";
import { toolchains } from "./harness/toolchains.ts";

const PROGRAM = fileURLToPath(new URL("programs/run", import.meta.url));
const MiB = 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), "resident-run-stories-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: readonly string[], environment: Record<string, string> = {}) {
  const chunks: Buffer[] = [];
  const stderr = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  const { GODEBUG: _, ...others } = process.env;
  const { record } = await runProgram(command, {
    everySeconds: 1,
    trace: true,
    showTrace: false,
    keepOutput: true,
    environment: { ...others, ...environment },
    stderr,
  });
  const gcLog = decodeGcLog(record.bundle.files.get("output.log")!);
  const hasLook = record.look !== undefined;
  const report = hasLook ? explain(decodeBundle(record.bundle, { gunzip })) : undefined;
  const text = Buffer.concat(chunks).toString();
  return { record, text, report, result: summarizeRun(record, { gcLog, report }) };
}

/** What it holds, and a little for answering on pprof. */
function expectAbout(bytes: number | null, mib: number): void {
  expect(bytes).toBeGreaterThanOrEqual(mib * MiB);
  expect(bytes).toBeLessThanOrEqual((mib + 4) * MiB);
}

/**
 * All that the program wrote is there, in order. Where the machine kept the runtime waiting in the middle
 * of a trace line for longer than output may wait, pieces of it stay between: a few lines of thousands.
 */
function expectOutput(text: string, own: string): void {
  let at = 0;
  for (const char of own) {
    at = text.indexOf(char, at) + 1;
    if (at === 0) expect.fail(`of ${own.length} characters not all came through, or not in order`);
  }
  expect(text.length - own.length).toBeLessThan(300 + 0.002 * own.length);
}

const { ready } = await toolchains();

describe.each(ready.map((go) => [go.version, go] as const))("%s", (version, go) => {
  test("the peak of a program that fills its memory and drops it", async () => {
    const program = await buildGoProgram(PROGRAM, { go });
    const { text, result, report } = await run([program, "200", "4s", "200ms"]);
    expect(text).toBe("full\nempty\n");
    expect(result.exit).toMatchObject({ code: 0, signal: null });
    expect(result.process).toMatchObject({ isCommand: true, go: version });
    expect(result.rss!.peak).toBeGreaterThan(200 * MiB);
    expect(result.rss!.peak).toBeLessThan(300 * MiB);
    expect(result.look!.rss).toBeGreaterThan(0.8 * result.rss!.peak);
    expectAbout(result.gc!.liveMost, 200);
    expect(result.gc!.liveLast).toBeLessThan(5 * MiB);
    expect(result.gc!.forced).toBeGreaterThanOrEqual(2);
    const [line] = report!.code;
    expect(line!.function).toBe("main.fill");
    expect(report!.verdicts[0]!.headline).toContain("main.fill");
  });

  test("the program behind a shell, killed in the middle", async () => {
    const program = await buildGoProgram(PROGRAM, { go });
    const script = `sleep 0.3; "${program}" 50 60s 0s & sleep 2; kill -KILL $!; wait $!`;
    const { result, text } = await run(["sh", "-c", script]);
    expect(text).toContain("full\n");
    expect(result.exit.code).toBe(137);
    expect(result.process).toMatchObject({ isCommand: false, isGo: true });
    expect(result.rss!.peak).toBeGreaterThan(50 * MiB);
    expectAbout(result.gc!.liveMost, 50);
  });

  test("the program whose trace a script leads elsewhere", async () => {
    const program = await buildGoProgram(PROGRAM, { go });
    const { result, text } = await run(["sh", "-c", `"${program}" 20 500ms 0s 2>/dev/null`]);
    expect(text).toBe("");
    expect(result.gc).toBeNull();
    expect(result.remarks.join(" ")).toContain("elsewhere (/dev/null): its trace lines go there");
  });

  test("the program behind go run, and a build cache without its trace", async () => {
    const source = join(folder, version);
    mkdirSync(source);
    cpSync(join(PROGRAM, "main.go"), join(source, "main.go"));
    writeFileSync(join(source, "go.mod"), "module filled\n\ngo 1.19\n");
    const cache = { GOCACHE: join(folder, `${version}-cache`), ...go.env };
    const main = join(source, "main.go");
    const { text, result } = await run([go.command, "run", main, "60", "500ms", "0s", "9"], cache);
    expectOutput(text, "full\nempty\nexit status 9\n");
    expect(result.exit.code).toBe(1);
    expect(result.process).toMatchObject({ isCommand: false, isTool: false });
    expectAbout(result.gc!.liveMost, 60);
    const build = [go.command, "build", "-o", "/dev/null", main] as const;
    const env = { ...process.env, ...cache };
    const said = execFileSync("sh", ["-c", '"$@" 2>&1', "sh", ...build], { env });
    expect(said.toString()).toBe("");
  });
});

test.runIf(ready.length > 0)("output that tears trace lines apart stays as it was", async () => {
  const program = await buildGoProgram(NOISE, { name: "noise" });
  for (const mode of ["text", "binary"]) {
    const { record, result } = await run([program, mode]);
    expect(record.exit.code).toBe(0);
    expect(result.gc!.count).toBeGreaterThan(5);
    const { text } = await run([program, mode]);
    const { GODEBUG: _, ...env } = process.env;
    const plain = execFileSync("sh", ["-c", '"$0" "$1" 2>&1', program, mode], {
      env,
      maxBuffer: 2 ** 24,
    });
    expectOutput(text, plain.toString());
  }
});

/** Writes the same 2 MiB each time, while another goroutine makes it collect all the time. */
const NOISE = `
package main

import (
	"fmt"
	"math/rand"
	"os"
	"runtime"
)

func main() {
	random := rand.New(rand.NewSource(1))
	go func() {
		for {
			runtime.GC()
		}
	}()
	for total := 0; total < 2<<20; {
		var b []byte
		if os.Args[1] == "binary" {
			b = make([]byte, random.Intn(3000))
			random.Read(b)
		} else {
			b = []byte(fmt.Sprintf("2026/11/24 04:00:%02d line %d 0.12+3\\n", total%60, total))
		}
		n, _ := os.Stderr.Write(b)
		total += n
	}
	os.Stderr.WriteString("no line end")
}
`;
