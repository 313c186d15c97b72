/**
 * `npm run bench`: decodes a heap profile of 700,000 samples, beside `go tool pprof -top` on the
 * same file in the same run. Each measurement is a process of its own, the two take turns, and the
 * smallest and the median of all rounds are printed: other work on the machine only adds.
 *
 * The profile comes from bench/make-profile, needs Go once, and is kept in bench/.cache.
 *   npm run bench -- [--rounds 5] [PROFILE]
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const MiB = 2 ** 20;
const SAMPLES = 700_000;
const CACHE = fileURLToPath(new URL(".cache/", import.meta.url));
const PROGRAM = fileURLToPath(new URL("make-profile/", import.meta.url));
const DECODE = fileURLToPath(new URL("decode.js", import.meta.url));

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "5" } },
  allowPositionals: true,
});
const profile = positionals[0] ?? makeProfile();
const pprof = pprofCommand();
const resident = [];
const go = [];
let facts;
for (let round = 0; round < Number(values.rounds); round++) {
  const run = await measure(process.execPath, [DECODE, profile]);
  facts = JSON.parse(run.stdout);
  resident.push({ ...facts, wallMs: run.wallMs, workMs: facts.gunzipMs + facts.decodeMs });
  if (pprof !== undefined) go.push(await measure(pprof, ["-top", "-symbolize=none", profile]));
}
print();

function print() {
  const { samples, stacks, packedBytes, unpackedBytes } = facts;
  console.log(`${samples} samples, ${stacks} stacks, ${mib(packedBytes)} MiB packed,`);
  console.log(`${mib(unpackedBytes)} MiB unpacked; Node ${process.versions.node}\n`);
  console.log(`${values.rounds} rounds                        least   median`);
  row("Resident: gunzip", resident, "gunzipMs", "ms");
  row("Resident: decode", resident, "decodeMs", "ms");
  row("Resident: both", resident, "workMs", "ms");
  row("Resident: process", resident, "wallMs", "ms");
  row("Resident: peak RSS", resident, "rssBytes", "MiB", MiB);
  row("Resident: peak RSS ÷ unpacked", resident, "rssBytes", "×", unpackedBytes);
  if (go.length === 0) {
    console.log("There is no `go` on this machine to compare with.");
    return;
  }
  row("go tool pprof -top: process", go, "wallMs", "ms");
  row("go tool pprof -top: peak RSS", go, "rssBytes", "MiB", MiB);
  ratio("time, process against process", "wallMs");
  ratio("memory", "rssBytes");
}

function row(title, runs, key, unit, divisor = 1) {
  const sorted = runs.map((run) => run[key] / divisor).sort((a, b) => a - b);
  const [least, median] = [sorted[0], sorted[sorted.length >> 1]].map((value) =>
    value.toFixed(value < 20 ? 1 : 0).padStart(8),
  );
  console.log(`${title.padEnd(30)} ${least} ${median}  ${unit}`);
}

function ratio(title, key) {
  const least = (runs) => Math.min(...runs.map((run) => run[key]));
  console.log(
    `${`pprof ÷ Resident: ${title}`.padEnd(50)} ${(least(go) / least(resident)).toFixed(1)}`,
  );
}

function mib(bytes) {
  return (bytes / MiB).toFixed(1);
}

/** Runs a command to its end. Its peak RSS is read while it runs, where /proc says it. */
function measure(command, args) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  let rssBytes = Number.NaN;
  const look = setInterval(() => {
    rssBytes = peakRss(child.pid) ?? rssBytes;
  }, 10);
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(look);
      if (code === 0) resolve({ wallMs: performance.now() - start, rssBytes, stdout });
      else reject(new Error(`${command} ${args.join(" ")}: exit code ${code}`));
    });
  });
}

function peakRss(pid) {
  try {
    const kib = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

/** The pprof binary itself, so that the time of the `go` command is not counted. */
function pprofCommand() {
  try {
    execFileSync("go", ["tool", "pprof", "-h"], { stdio: "ignore" });
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
  }
  return execFileSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" }).trim();
}

/** Builds and runs bench/make-profile, once for its source and the Go version. */
function makeProfile() {
  const version = execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
  const source = readFileSync(`${PROGRAM}main.go`);
  const hash = createHash("sha256").update(version).update(source).digest("hex").slice(0, 12);
  const path = `${CACHE}heap-${SAMPLES}-${hash}.pb.gz`;
  if (existsSync(path)) return path;
  console.error(`Making a profile of ${SAMPLES} samples, once: some 20 s.`);
  mkdirSync(CACHE, { recursive: true });
  const program = `${CACHE}make-profile`;
  execFileSync("go", ["build", "-o", program, "."], { cwd: PROGRAM, stdio: "inherit" });
  execFileSync(program, ["-samples", String(SAMPLES), "-o", `${path}.part`], { stdio: "inherit" });
  renameSync(`${path}.part`, path);
  return path;
}
