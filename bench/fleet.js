/**
 * `node bench/fleet.js [TARGETS] [SECONDS]`, after a build: `resident serve` as a whole process, recording a
 * fleet that serves real heap profiles every 15 seconds: how many looks were late, what a look cost in CPU
 * time, the peak of its RSS, and the bytes that a look takes in the store.
 *
 * The fleet is one process (fleet/programs.js). Each of its programs collects between two looks, so that
 * every look takes a profile: of some 160 kB unpacked, as a Prometheus server has it, each another one.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { makeSeries } from "./peer.js";

const TARGETS = Number(process.argv[2] ?? 200);
const SECONDS = Number(process.argv[3] ?? 120);
const EVERY = 15;
const ROOT = join(import.meta.dirname, "..");

const folder = mkdtempSync(join(tmpdir(), "resident-fleet-"));
const children = [];
try {
  await run();
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function run() {
  const profiles = makeSeries().filter((path) => {
    const size = gunzipSync(readFileSync(path)).length;
    return size > 150_000 && size < 170_000;
  });
  const fleet = start(process.execPath, [`${ROOT}/bench/fleet/programs.js`, TARGETS, ...profiles]);
  const ports = JSON.parse(await firstLine(fleet));
  const targets = ports.map((port) => `127.0.0.1:${port}`);
  const job = { job_name: "fleet", scrape_interval: `${EVERY}s`, static_configs: [{ targets }] };
  const config = join(folder, "resident.yaml");
  writeFileSync(config, JSON.stringify({ scrape_configs: [job] }));
  const port = await freePort();
  const args = ["serve", "-c", config, "--data", join(folder, "data"), "--port", port];
  const flags = process.env.NODE_FLAGS?.split(" ") ?? []; // --cpu-prof, for one
  const resident = start(process.execPath, [...flags, `${ROOT}/bin/resident.js`, ...args]);
  resident.stderr.on("data", (text) => process.env.VERBOSE && process.stderr.write(text));
  // The first looks find the way to each program, and warm the code up.
  await sleep((EVERY + 5) * 1000);
  const before = { ...(await metrics(port)), cpu: cpuSeconds(resident.pid), at: performance.now() };
  await sleep(SECONDS * 1000);
  const after = { ...(await metrics(port)), cpu: cpuSeconds(resident.pid), at: performance.now() };
  report(before, after, peakRss(resident.pid), profiles.length);
  resident.kill("SIGTERM");
  await new Promise((done) => resident.once("exit", done));
  const bytes = statSync(join(folder, "data", "resident.duckdb")).size;
  console.log(
    `${(bytes / after.resident_looks_total / 1000).toFixed(1)} kB a look in the closed file`,
  );
}

function report(before, after, peak, profiles) {
  const since = (name) => after[name] - before[name];
  const seconds = (after.at - before.at) / 1000;
  const looks = since("resident_looks_total");
  const cpu = after.cpu - before.cpu;
  console.log(
    `Node ${process.version}, ${TARGETS} targets, ${profiles} profiles, ${seconds.toFixed(0)} s`,
  );
  console.log(`${looks} looks of ${Math.round((TARGETS * seconds) / EVERY)} that were due`);
  console.log(
    `${since("resident_late_looks_total")} late, ${since("resident_failed_looks_total")} failed`,
  );
  console.log(
    `${((cpu / looks) * 1000).toFixed(1)} ms CPU a look, ${((100 * cpu) / seconds).toFixed(0)} % of a core in all, ${((100 * cpu) / seconds / TARGETS).toFixed(2)} % a target`,
  );
  console.log(`${(peak / 2 ** 20).toFixed(0)} MiB peak RSS`);
}

function start(command, args) {
  const child = spawn(command, args.map(String), { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

function firstLine({ stdout, stderr }) {
  stderr.on("data", (text) => process.stderr.write(text));
  return new Promise((done) => {
    let text = "";
    stdout.on("data", (piece) => {
      text += piece;
      if (text.includes("\n")) done(text.split("\n", 1)[0]);
    });
  });
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The plain numbers of Resident's own /metrics. */
async function metrics(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^(\w+) ([\d.e+]+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
}

function cpuSeconds(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakRss(pid) {
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}
