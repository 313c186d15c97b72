/**
 * Starts the command as a shell would: its own standard input and output are ours, it is in our
 * process group, and what can't be started is told by the exit code that shells use.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { ResidentError } from "../../../base/errors.ts";
import { findExecutable } from "./find-executable.ts";

export interface StartOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where its standard error goes: a descriptor, "inherit", or "pipe" to read it from the child. */
  readonly stderr: number | "inherit" | "pipe";
}

/** The command could not be started; `exitCode` is 127 (not found) or 126 (found, but not to be run). */
export class StartError extends ResidentError {
  readonly exitCode: 126 | 127;

  constructor(exitCode: 126 | 127, message: string, hint: string, cause: unknown) {
    super("RES_START", message, { hint, cause });
    this.exitCode = exitCode;
  }
}

/** Resolves when it runs. Throws StartError. */
export function startProgram(
  [command = "", ...words]: readonly string[],
  { environment, stderr }: StartOptions,
): Promise<ChildProcess> {
  return new Promise((started, failed) => {
    let child: ChildProcess;
    try {
      child = spawn(command, words, { stdio: ["inherit", "inherit", stderr], env: environment });
    } catch (error) {
      failed(startError(command, environment["PATH"], error));
      return;
    }
    if (child.pid !== undefined) started(child);
    child.once("error", (error) => failed(startError(command, environment["PATH"], error)));
  });
}

function startError(command: string, path: string | undefined, cause: unknown): StartError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ENOENT" && findExecutable(command, path) !== undefined) {
    const message = `${command} can't be run: the interpreter that its first line names, or its loader, is not there`;
    return new StartError(
      126,
      message,
      "Look at its first line, or build it for this system.",
      cause,
    );
  }
  if (code === "ENOENT") return notFound(command, cause);
  if (code === "EACCES" || code === "EPERM") {
    const message = `${command} can't be run: it is a folder, or not marked as executable`;
    return new StartError(126, message, `Make it executable: chmod +x ${command}`, cause);
  }
  const said = cause instanceof Error ? cause.message : String(cause);
  return new StartError(126, `${command} can't be run: ${said}`, "Try it in a shell.", cause);
}

function notFound(command: string, cause: unknown): StartError {
  const isHere = !command.includes("/") && existsSync(command);
  const hint = isHere
    ? `There is a file of that name here: write ./${command}`
    : "Check its name and your PATH.";
  return new StartError(127, `there is no program ${command}`, hint, cause);
}
