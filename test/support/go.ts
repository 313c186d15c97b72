/**
 * Builds a Go program and runs it, for tests that need a real Go process. A program is built once
 * for a toolchain and its source, and kept in a cache that git ignores; what is started is stopped,
 * at the latest when the test process ends.
 *
 * A program speaks to the test by one line of JSON on stdout, once it has become what the test
 * wants to look at: {"ready":true,"addr":"127.0.0.1:6060","truth":{…}}. Where it also serves
 * /truth, the truth can be asked for again later.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL("../stories/.cache/builds/", import.meta.url));

/** A `go` command of a known version. */
export interface Toolchain {
  /** As `go env GOVERSION` says, e.g. "go1.26.8". */
  readonly version: string;
  /** The command to run, e.g. "go" or a path. */
  readonly command: string;
  /** Variables that make the command this version, e.g. GOTOOLCHAIN. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartOptions {
  /** The machine's `go` unless given. */
  readonly go?: Toolchain;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Name of the executable; the folder's name, or "program" for a source text. */
  readonly name?: string;
  /** CGO_ENABLED; off unless asked for, so that no C library is in the process. */
  readonly cgo?: boolean;
  /** Milliseconds to wait for the ready line. */
  readonly timeout?: number;
}

export interface GoProgram {
  readonly pid: number;
  readonly port: number;
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  readonly executable: string;
  /** What the program wrote on stderr so far: gctrace lines, panics. */
  stderr(): string;
  /** Its truth now: from /truth where it serves that, else as in its ready line. */
  truth<T = unknown>(): Promise<T>;
  /** Ends it (SIGKILL) and waits until it is gone. */
  stop(): Promise<void>;
}

/** The machine's own `go`, or undefined where there is none. */
export async function machineGo(): Promise<Toolchain | undefined> {
  return askVersion({ command: "go" });
}

/** A toolchain with the version that its command says, or undefined where it does not run. */
export async function askVersion(
  toolchain: Omit<Toolchain, "version">,
): Promise<Toolchain | undefined> {
  try {
    const { stdout } = await run(toolchain.command, ["env", "GOVERSION"], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      env: { ...process.env, ...toolchain.env },
    });
    return { ...toolchain, version: stdout.trim() };
  } catch {
    return undefined;
  }
}

/**
 * Builds `source` — the text of a main package, or the path of its folder — and returns the
 * path of the executable. A folder may lie in a module; its go.mod's `go` line is replaced by the
 * toolchain's version, so that the program gets that version's defaults. Throws with the compiler's
 * output where it does not build.
 */
export async function buildGoProgram(source: string, options: StartOptions = {}): Promise<string> {
  const go = options.go ?? (await requireMachineGo());
  const isText = source.includes("\n");
  const name = options.name ?? (isText ? "program" : basename(resolve(source)));
  const folder = isText ? undefined : resolve(source);
  const key = buildKey([go.version, name, String(options.cgo ?? false), ...sourceTexts(source)]);
  const kept = `${name}-${go.version}${options.cgo ? "-cgo" : ""}-`;
  const built = join(CACHE, kept + key);
  const executable = join(built, name);
  if (existsSync(executable)) return executable;
  if (!isText) await removeOlder(kept);
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, "building-"));
  try {
    if (isText) await writeFile(join(work, "main.go"), source);
    await writeFile(join(work, "go.mod"), moduleText(go, folder));
    await compile(go, folder ?? work, work, name, options.cgo ?? false);
    await rename(work, built).catch(() => undefined); // another worker was first
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return executable;
}

/** Builds (once) and starts a program, and waits until it says that it is ready. */
export async function startGoProgram(
  source: string,
  options: StartOptions = {},
): Promise<GoProgram> {
  const executable = await buildGoProgram(source, options);
  const [command, ...first] = [...dyingWithParent(), executable];
  const child = spawn(command!, [...first, ...(options.args ?? [])], {
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const stderr = collectStderr(child);
  const ready = await readyLine(child, options.timeout ?? 60_000).catch(async (error: Error) => {
    await stopChild(child);
    throw new Error(`${basename(executable)}: ${error.message}\n${stderr()}`);
  });
  const url = `http://${ready.addr}`;
  return {
    pid: child.pid!,
    port: Number(ready.addr.slice(ready.addr.lastIndexOf(":") + 1)),
    url,
    executable,
    stderr,
    truth: async <T>() => ((await askTruth(url)) ?? ready.truth) as T,
    stop: () => stopChild(child),
  };
}

interface ReadyLine {
  readonly addr: string;
  readonly truth: unknown;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A test worker that is killed runs no exit handler; then the kernel ends its programs. */
function dyingWithParent(): string[] {
  const setpriv = "/usr/bin/setpriv";
  return existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL", "--"] : [];
}

async function requireMachineGo(): Promise<Toolchain> {
  const go = await machineGo();
  if (go === undefined) throw new Error("there is no `go` on this machine");
  return go;
}

/** What was built of the same program before it changed. */
async function removeOlder(kept: string): Promise<void> {
  for (const name of existsSync(CACHE) ? readdirSync(CACHE) : []) {
    if (name.startsWith(kept)) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

function buildKey(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 24);
}

/** The text itself, or the Go files of the folder and of the packages beside it. */
function sourceTexts(source: string): string[] {
  if (source.includes("\n")) return [source];
  const folder = resolve(source);
  const neighbours = join(folder, "..", "internal");
  return [folder, neighbours].flatMap((where) =>
    existsSync(where) ? goFiles(where).map((file) => readFileSync(file, "utf8")) : [],
  );
}

function goFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".go"))
    .sort()
    .map((name) => join(folder, name));
}

/** go.mod of the module around `folder` (or a new one) with the toolchain's own `go` line. */
function moduleText(go: Toolchain, folder: string | undefined): string {
  const minor = /^go(1\.\d+)/.exec(go.version)?.[1] ?? "1.19";
  const found = folder === undefined ? undefined : findGoMod(folder);
  if (found === undefined) return `module program\n\ngo ${minor}\n`;
  return readFileSync(found, "utf8").replace(/^go .*$/m, `go ${minor}`);
}

function findGoMod(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "go.mod"))) return join(at, "go.mod");
    if (at === dirname(at)) return undefined;
  }
}

async function compile(go: Toolchain, cwd: string, out: string, name: string, cgo: boolean) {
  const moduleFile = join(out, "go.mod");
  const needsModFile = findGoMod(cwd) !== moduleFile;
  const args = ["build", "-buildvcs=false", "-o", join(out, name)];
  if (needsModFile) args.push(`-modfile=${moduleFile}`);
  try {
    await run(go.command, [...args, "."], {
      cwd,
      env: { ...process.env, GOFLAGS: "", ...go.env, CGO_ENABLED: cgo ? "1" : "0" },
    });
  } catch (error) {
    throw new Error(`${go.version} can't build ${name}: ${(error as { stderr?: string }).stderr}`);
  }
}

/** Without what would steer the program's memory from outside. */
function cleanEnvironment(): Record<string, string | undefined> {
  const { GOGC, GOMEMLIMIT, GODEBUG, GOMAXPROCS, GOTRACEBACK, ...rest } = process.env;
  return rest;
}

function collectStderr(child: ChildProcess): () => string {
  let text = "";
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  return () => text;
}

function readyLine(child: ChildProcess, timeout: number): Promise<ReadyLine> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error("it was never ready")), timeout);
    child.once("exit", (code, signal) => failed(new Error(`it ended with ${code ?? signal}`)));
    child.once("error", failed);
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (!line.startsWith('{"ready":true')) return;
      clearTimeout(timer);
      found(JSON.parse(line) as ReadyLine);
    });
  });
}

async function askTruth(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/truth`).catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
  }
  running.delete(child);
}
