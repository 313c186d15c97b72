/**
 * A process by its name: the name the kernel shows (comm), or the file name of its executable.
 * A Go program goes before another of the same name (a shell script that starts it).
 */

import { readlinkSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { decodeCommandLine } from "../../decode/procfs/decode-command-line.ts";
import { plainPath } from "../../model/program-name.ts";
import { BUNDLE_HINT } from "../bundle/bundle-paths.ts";
import { ExecutableReader } from "../process/read-executable.ts";
import { readProcFile, readProcText } from "../process/read-proc-file.ts";
import { redactArguments } from "../redact.ts";
import { listPids } from "./list-pids.ts";

/** The PID. Throws RES_TARGET where no process has the name, or several have it. */
export function findProcessByName(name: string): number {
  const named = listPids().filter((pid) => pid !== process.pid && isNamed(pid, name));
  const executables = new ExecutableReader();
  const go = named.filter((pid) => executables.read(pid).build !== undefined);
  const candidates = go.length > 0 ? go : named;
  if (candidates.length === 0) throw noSuchProcess(name);
  if (candidates.length > 1) throw ambiguous(name, candidates);
  return candidates[0]!;
}

/** comm holds 15 bytes, so that a longer name is compared with the executable or argv[0]. */
function isNamed(pid: number, name: string): boolean {
  const folder = join("/proc", String(pid));
  if (readProcText(join(folder, "comm"))?.trimEnd() === name) return true;
  return executableName(folder) === name;
}

function executableName(folder: string): string | undefined {
  try {
    return basename(plainPath(readlinkSync(join(folder, "exe"))));
  } catch {
    const first = commandLine(folder)[0]; // another user's process: exe is closed, cmdline is not
    return first === undefined ? undefined : basename(first);
  }
}

function commandLine(folder: string): readonly string[] {
  return decodeCommandLine(readProcFile(join(folder, "cmdline")).bytes ?? new Uint8Array());
}

function noSuchProcess(name: string): ResidentError {
  const beside = statSync(name, { throwIfNoEntry: false });
  if (beside?.isFile() === true) {
    const message = `no process is called ${name}, and the file of that name is a program`;
    return new ResidentError("RES_TARGET", message, {
      hint: `\`resident run -- ./${name}\` runs and explains it. \`resident ps\` lists the Go processes of this machine.`,
    });
  }
  if (beside?.isDirectory() === true) {
    const message = `no process is called ${name}, and the folder of that name is no bundle`;
    return new ResidentError("RES_TARGET", message, { hint: BUNDLE_HINT });
  }
  return new ResidentError("RES_TARGET", `no process and no file is called ${name}`, {
    hint: "`resident ps` lists the Go processes of this machine. A URL, host:port or :port works too.",
  });
}

const MOST_LISTED = 12;

function ambiguous(name: string, pids: readonly number[]): ResidentError {
  const lines = pids.slice(0, MOST_LISTED).map((pid) => {
    const words = redactArguments(commandLine(join("/proc", String(pid)))).join(" ");
    return `  ${String(pid).padStart(7)}  ${words.slice(0, 100)}`;
  });
  if (pids.length > MOST_LISTED) lines.push(`  and ${pids.length - MOST_LISTED} more`);
  const message = `${pids.length} processes are called ${name}:\n${lines.join("\n")}`;
  return new ResidentError("RES_TARGET", message, { hint: "Give the PID of the one you mean." });
}
