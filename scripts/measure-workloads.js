/**
 * Runs the twins of the bundled workloads (test/stories/programs/twins) on several Go versions, each
 * for ten minutes, and writes what was seen into test/fixtures/heap-model/measured.json, which holds
 * the heap model to it. Takes about 13 minutes, as all that sleep do so at once, and 6 GB of memory.
 *
 *   node scripts/measure-workloads.js [VERSION…]      e.g. go1.19.13 go1.26.8
 */
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = join(ROOT, "test/stories/programs/twins/main.go");
const OUT = join(ROOT, "test/fixtures/heap-model/measured.json");
const WORKLOADS = ["classic", "spike", "spike-collected", "leak", "cache", "goroutines"];
const VERSIONS = ["go1.19.13", "go1.22.12", "go1.24.11", "go1.26.8"];
/** Seconds between two starts: building up memory takes CPU, waiting does not. */
const APART = 5;
const LOOK_MS = 500;
const LONGEST_MS = 640_000;
/** Falls with less between them are one; smaller ones than this share of the peak are none. */
const SAME_FALL_SECONDS = 5;
const LEAST_SHARE = 0.02;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function build(folder, version) {
  const work = join(folder, version);
  mkdirSync(work);
  copyFileSync(SOURCE, join(work, "main.go"));
  writeFileSync(join(work, "go.mod"), `module twins\n\ngo ${/1\.\d+/.exec(version)[0]}\n`);
  const env = { ...process.env, GOTOOLCHAIN: version, CGO_ENABLED: "0" };
  execFileSync("go", ["build", "-o", "twins", "main.go"], { cwd: work, env, stdio: "inherit" });
  return join(work, "twins");
}

/** VmRSS and VmHWM in bytes, or undefined where the process is gone. */
function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)[1]) * 1024;
    return { rss: bytes("VmRSS"), highest: bytes("VmHWM") };
  } catch {
    return undefined;
  }
}

async function watch(program, workload, go) {
  const env = { ...process.env, GOMAXPROCS: "2" };
  const child = spawn(program, [workload], { env, stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.on("data", (bytes) => {
    text += bytes;
  });
  const started = performance.now();
  const looks = [];
  while (performance.now() - started < LONGEST_MS && !text.includes('"step":"end"')) {
    const memory = memoryOf(child.pid);
    if (memory === undefined) break;
    looks.push({ at: (performance.now() - started) / 1000, ...memory });
    await sleep(LOOK_MS);
  }
  child.kill("SIGKILL");
  const steps = text.split("\n").filter((line) => line.includes('"step"'));
  return summarize(
    workload,
    go,
    looks,
    steps.map((line) => JSON.parse(line)),
  );
}

function summarize(workload, go, looks, steps) {
  const step = (name) => pick(steps.find((one) => one.step === name));
  const waits = step("waits");
  const peakRss = Math.max(...looks.map(({ highest }) => highest));
  const falls = fallsOf(
    looks.filter(({ at }) => at >= (waits?.at ?? 0)),
    LEAST_SHARE * peakRss,
  );
  return { workload, go, peakRss, endRss: looks.at(-1).rss, falls, waits, end: step("end") };
}

function pick(step) {
  if (step === undefined) return null;
  const { at, heapAlloc, heapSys, heapInuse, heapReleased, stackInuse, numGC } = step;
  return { at, heapAlloc, heapSys, heapInuse, heapReleased, stackInuse, numGC };
}

function fallsOf(looks, least) {
  const falls = [];
  for (const [i, { at, rss }] of looks.entries()) {
    const before = looks[i - 1];
    if (before === undefined || rss >= before.rss) continue;
    const last = falls.at(-1);
    if (last !== undefined && before.at - last.to <= SAME_FALL_SECONDS) {
      last.to = at;
      last.bytes += before.rss - rss;
    } else falls.push({ from: before.at, to: at, bytes: before.rss - rss });
  }
  return falls.filter(({ bytes }) => bytes >= Math.max(2 ** 20, least));
}

const versions = process.argv.length > 2 ? process.argv.slice(2) : VERSIONS;
const folder = mkdtempSync(join(tmpdir(), "resident-twins-"));
try {
  const programs = versions.map((go) => [go, build(folder, go)]);
  const runs = [];
  for (const workload of WORKLOADS) {
    for (const [go, program] of programs) {
      runs.push(watch(program, workload, go));
      await sleep(APART * 1000);
    }
  }
  const rows = (await Promise.all(runs)).map((run) => `  ${JSON.stringify(run)}`);
  writeFileSync(OUT, `[\n${rows.join(",\n")}\n]\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
