/**
 * Shows a report in a program of the user's: a browser, a picture viewer, KCachegrind. The first of
 * several that starts gets a temporary file; it may only hand it on to one that runs already, so
 * the file stays for a while.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { ResidentError } from "../../../base/errors.ts";
import type { Command } from "../../../pprof/commands.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";
import { writeNumberedFile } from "./numbered-file.ts";

/** How long a program has at least to open the file. */
const GRACE_MS = 1000;

export interface ViewerOptions {
  /** True where the viewer is to be waited for; in a shell it is not. */
  readonly isWaitedFor: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** A file that a viewer may still read; `remove` is for the end of the command or the shell. */
export interface ViewedFile {
  readonly path: string;
  remove(): void;
}

/** Throws RES_UNSUPPORTED where no viewer starts, or the one that did fails. */
export async function openViewer(
  { suffix, programs }: NonNullable<Command["viewer"]>,
  report: ReportOutput,
  options: ViewerOptions,
): Promise<ViewedFile> {
  const place = { folder: tmpdir(), prefix: "pprof", suffix: `.${suffix}`, mode: 0o600 };
  const path = writeNumberedFile(place, report);
  const file = { path, remove: () => rmSync(path, { force: true }) };
  try {
    await view(path, programs === "browser" ? browsers(options) : programs, options);
    return file;
  } catch (error) {
    file.remove();
    throw error;
  }
}

async function view(
  path: string,
  programs: readonly string[],
  { isWaitedFor, env }: ViewerOptions,
): Promise<void> {
  let failure = "";
  for (const program of programs) {
    const started = await start(program, path, env);
    if (typeof started === "string") failure = started;
    else {
      const grace = setTimeout(GRACE_MS);
      if (isWaitedFor) await endOf(started, program);
      await grace;
      return;
    }
  }
  const tried = `No viewer of these could be started: ${programs.join(", ")}.`;
  throw new ResidentError("RES_UNSUPPORTED", `${failure}\n${tried}`);
}

/** The process, or why there is none. */
async function start(
  program: string,
  path: string,
  env: ViewerOptions["env"],
): Promise<ChildProcess | string> {
  const [command = "", ...args] = program.split(" ");
  const child = spawn(command, [...args, path], { stdio: ["ignore", "ignore", "inherit"], env });
  try {
    await once(child, "spawn");
    child.unref();
    return child;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === "ENOENT";
    return isMissing ? `exec: "${command}": executable file not found in $PATH` : message;
  }
}

async function endOf(child: ChildProcess, program: string): Promise<void> {
  child.ref();
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  if (child.exitCode === 0) return;
  const end =
    child.exitCode === null ? `signal: ${child.signalCode}` : `exit status ${child.exitCode}`;
  throw new ResidentError("RES_UNSUPPORTED", `${end}\n${program} failed.`);
}

/** The user's own first; real browsers before what opens a file by its type, for the SVG's script. */
export function browsers({ env, platform }: Pick<ViewerOptions, "env" | "platform">): string[] {
  const own = env["BROWSER"] ? [env["BROWSER"]] : [];
  if (platform === "darwin") return [...own, "/usr/bin/open"];
  if (platform === "win32") return [...own, "cmd /c start"];
  const known = ["chrome", "google-chrome", "chromium", "firefox", "sensible-browser"];
  return [...own, ...known, ...(env["DISPLAY"] ? ["xdg-open"] : [])];
}
