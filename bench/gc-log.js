/**
 * `node bench/gc-log.js [LINES]`, after a build: `resident gc` on a log of a million collections, as
 * a whole process: seconds and peak RSS for text, JSON and CSV, and for the same log packed.
 *
 * The log is the same each time: lines of Go 1.6 to 1.17, 114 bytes on average.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const CACHE = join(import.meta.dirname, ".cache");
const ROUNDS = 5;
const child = process.argv[2] === "--child";

if (child) await runChild(process.argv.slice(3));
else await runBench(Number(process.argv[2] ?? 1_000_000));

/** One run of the command in a process of its own; says on stderr what it took. */
async function runChild(args) {
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpu = (userCPUTime + systemCPUTime) / 1000;
    process.stderr.write(JSON.stringify({ ms: performance.now(), cpu, rss: maxRSS * 1024 }));
  });
  const { main } = await import("../dist/bundle/main.js");
  process.exitCode = await main(args, "bench");
}

async function runBench(lines) {
  const log = makeLog(lines);
  const packed = `${log}.gz`;
  if (!existsSync(packed)) writeFileSync(packed, gzipSync(readFileSync(log)));
  console.log(
    `${lines} lines, ${(statSync(log).size / 1e6).toFixed(0)} MB, Node ${process.version}`,
  );
  for (const args of [[log], [packed], [log, "--csv"], [log, "--json"]]) {
    const runs = Array.from({ length: ROUNDS }, () => measure(["gc", ...args]));
    const [ms, cpu] = ["ms", "cpu"].map((key) => runs.map((run) => run[key]).sort((a, b) => a - b));
    const rss = Math.max(...runs.map((run) => run.rss));
    const name = args.map((arg) => arg.replace(`${CACHE}/`, "")).join(" ");
    console.log(
      `${name.padEnd(34)} ${(ms[2] / 1000).toFixed(2)} s (${(ms[0] / 1000).toFixed(2)}), CPU ${(cpu[2] / 1000).toFixed(2)} s (${(cpu[0] / 1000).toFixed(2)}), ${(rss / 1e6).toFixed(0)} MB`,
    );
  }
}

function measure(args) {
  const { stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), "--child", ...args],
    { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stderr.slice(stderr.lastIndexOf("{")));
}

function makeLog(lines) {
  const path = join(CACHE, `gc-${lines}.log`);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const text = [];
  for (let n = 1; n <= lines; n++) text.push(lineOf(n));
  writeFileSync(path, text.join(""));
  return path;
}

function lineOf(n) {
  const before = 50 + (n % 37);
  const clock = `0.0${10 + (n % 80)}+${1 + (n % 8)}.${n % 9}+0.00${1 + (n % 9)}`;
  const workers = `0.${11 + (n % 70)}/${1 + (n % 6)}.2/${n % 4}.1`;
  const cpu = `0.${10 + (n % 80)}+${workers}+0.0${10 + (n % 60)}`;
  const sizes = `${before}->${before + 2}->${before >> 1} MB, ${before + 4} MB goal`;
  return `gc ${n} @${(n * 0.013).toFixed(3)}s 3%: ${clock} ms clock, ${cpu} ms cpu, ${sizes}, 8 P\n`;
}
