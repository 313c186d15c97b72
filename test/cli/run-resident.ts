/** Runs bin/resident.js as a user does, from a build of its own. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
export const FIXTURES = join(ROOT, "test/fixtures/captures");
export const CLASSIC = join(FIXTURES, "seed/go1.4.3");
const BIN = join(ROOT, "bin/resident.js");

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array;
  readonly cwd?: string;
}

/** The tests run what was built: `npm test` builds first. */
export function assertBuilt(): void {
  if (!existsSync(join(ROOT, "dist/bundle/main.js"))) throw new Error("run `npm run build` first");
}

export async function resident(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { PATH: process.env["PATH"], LANG: "C.UTF-8", ...options.env },
  });
  child.stdin.on("error", () => undefined).end(options.input);
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (piece: string) => {
      text[name] += piece;
    });
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, ...text };
}

/** `resident … | :`: the reader is gone before anything is written, and process.exit shows as code 99. */
export function residentIntoNothing(args: readonly string[]) {
  const preload = "data:text/javascript,process.exit=()=>process.reallyExit(99)";
  const command = `"${process.execPath}" --import "${preload}" "${BIN}" "$@"`;
  const script = `{ ${command}; echo "code $?" >&2; } | :`;
  return spawnSync("sh", ["-c", script, "sh", ...args], { encoding: "utf8", cwd: ROOT });
}

/** `resident … | head -n`: the reader goes away in the middle. */
export function residentIntoHead(args: readonly string[], lines: number) {
  const command = `"${process.execPath}" "${BIN}" ${args.map((arg) => `"${arg}"`).join(" ")}`;
  const script = `{ ${command}; echo "code $?" >&2; } | head -n ${lines}`;
  return spawnSync("sh", ["-c", script], { encoding: "utf8", cwd: ROOT });
}
