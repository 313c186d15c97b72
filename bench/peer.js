// What the benchmarks share: a measured run of a command, the reference, and the large profile.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";

const CACHE = fileURLToPath(new URL(".cache/", import.meta.url));
const PROGRAM = fileURLToPath(new URL("make-profile/", import.meta.url));

/**
 * Runs a command to its end. Its peak RSS is read while it runs, where /proc says it. What it prints
 * is read, and kept unless told otherwise.
 */
export function measure(command, args, { keep = true } = {}) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  let rssBytes = Number.NaN;
  const look = setInterval(() => {
    rssBytes = peakRss(child.pid) ?? rssBytes;
  }, 10);
  child.stdout.on("data", (bytes) => {
    if (keep) stdout += bytes;
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
export function pprofCommand() {
  try {
    execFileSync("go", ["tool", "pprof", "-h"], { stdio: "ignore" });
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
  }
  return execFileSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" }).trim();
}

/** A heap profile of so many samples, on at most so many call paths. */
export function makeProfile({ samples = 700_000, paths = 0 } = {}) {
  const name = paths === 0 ? `heap-${samples}` : `heap-${samples}-of-${paths}`;
  return made(name, ".pb.gz", ["-samples", String(samples), "-paths", String(paths)], () => {});
}

/** The files of 200 heap profiles that one program wrote one after the other. */
export function makeSeries() {
  const args = ["-samples", "4000", "-series", "200"];
  const folder = made("series", "", args, (path) => mkdirSync(path, { recursive: true }));
  return readdirSync(folder)
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Builds and runs bench/make-profile, once for its source and the Go version. */
function made(name, extension, args, prepare) {
  const version = execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
  const source = readFileSync(`${PROGRAM}main.go`);
  const hash = createHash("sha256").update(version).update(source).digest("hex").slice(0, 12);
  const path = `${CACHE}${name}-${hash}${extension}`;
  if (existsSync(path)) return path;
  console.error(`Making ${name}, once: up to a minute.`);
  mkdirSync(CACHE, { recursive: true });
  const program = `${CACHE}make-profile`;
  execFileSync("go", ["build", "-o", program, "."], { cwd: PROGRAM, stdio: "inherit" });
  prepare(`${path}.part`);
  execFileSync(program, [...args, "-o", `${path}.part`], { stdio: "inherit" });
  renameSync(`${path}.part`, path);
  return path;
}
