/**
 * Real scrapes for the bench of the store: a Go server with traffic (bench/steady-server), or a running
 * one by its base URL. What it answered is kept as it came.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** @returns a program's base URL and what ends it */
export async function startSteadyServer() {
  const folder = mkdtempSync(join(tmpdir(), "resident-bench-"));
  const binary = join(folder, "steady-server");
  const source = fileURLToPath(new URL("../steady-server", import.meta.url));
  execFileSync("go", ["build", "-o", binary, "."], { cwd: source, stdio: "inherit" });
  const program = spawn(binary, { stdio: ["ignore", "pipe", "inherit"] });
  const [base] = await new Promise((resolve) => {
    createInterface({ input: program.stdout }).once("line", (line) => resolve([line]));
  });
  const stop = () => {
    program.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  };
  return { base, pid: program.pid, stop };
}

/** @param every seconds from one to the next */
export async function scrapeProgram({ base, pid }, seconds, every) {
  const scrapes = [];
  const start = performance.now();
  for (let i = 0; i < seconds / every; i++) {
    const wait = start + i * every * 1000 - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const [heap, goroutines, text] = await Promise.all([
      bytesOf(`${base}/debug/pprof/heap`),
      bytesOf(`${base}/debug/pprof/goroutine?debug=2`),
      bytesOf(`${base}/debug/pprof/heap?debug=1`),
    ]);
    const memStats = text.subarray(text.lastIndexOf("# runtime.MemStats"));
    scrapes.push({ heap, goroutines, memStats, rss: rssOf(pid) });
  }
  return scrapes;
}

async function bytesOf(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Bytes; null for a program whose process is not known. */
function rssOf(pid) {
  if (pid === undefined) return null;
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
}
