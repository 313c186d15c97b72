/**
 * System errors of files and folders as ResidentErrors: the path, the fact in words, the next step.
 */
import { ResidentError } from "../../base/errors.ts";

const FACTS: Readonly<Record<string, readonly [fact: string, hint?: string]>> = {
  ENOENT: ["there is no such file or folder", "Check the path."],
  EACCES: ["permission denied", "Run as the user who owns it."],
  EPERM: ["operation not permitted", "Run as the user who owns it."],
  EISDIR: ["is a folder, where a file was expected"],
  ENOTDIR: ["a part of the path is not a folder", "Check the path."],
  ELOOP: ["is a link, or leads through too many", "Give the path that it points to."],
  ENOSPC: ["no space left on the device", "Write to another place, or make room."],
  EROFS: ["the file system is read-only", "Write to another place."],
  EMFILE: ["too many open files", "Raise `ulimit -n`."],
  ENAMETOOLONG: ["the name is too long"],
};

/** RES_FILE for what the system said of `path`; a ResidentError passes through unchanged. */
export function fileError(path: string, cause: unknown): ResidentError {
  if (cause instanceof ResidentError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const [fact, hint] = (code === undefined ? undefined : FACTS[code]) ?? [messageOf(cause)];
  return new ResidentError("RES_FILE", `${path}: ${fact}`, {
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The same error, its sentence opened by the name of the file that it is about. */
export function errorIn(name: string, error: unknown): unknown {
  if (!(error instanceof ResidentError) || error.message.startsWith(`${name}:`)) return error;
  return new ResidentError(error.code, `${name}: ${error.message}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
