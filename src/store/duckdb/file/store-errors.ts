/** What DuckDB says went wrong, as what a user can do about it. */
import { ResidentError } from "../../../base/errors.ts";

export function isDiskFull(error: unknown): boolean {
  return /no space left|disk (?:is )?full|quota exceeded/i.test(messageOf(error));
}

/** A database that met a failure while it wrote answers nothing more until it is opened anew. */
export function isInvalidated(error: unknown): boolean {
  return /database has been invalidated|FATAL Error/i.test(messageOf(error));
}

/** @param path of the recorder's file */
export function storeError(error: unknown, path: string): ResidentError {
  if (error instanceof ResidentError) return error;
  const message = messageOf(error);
  if (isDiskFull(error)) {
    return new ResidentError("RES_STORE_FULL", `${path} could not grow: the disk is full`, {
      hint: "Make room on that disk, or let the recorder keep less with --retention-size: it goes on by itself.",
      cause: error,
    });
  }
  return new ResidentError("RES_STORE", ...explain(message, path, error));
}

function explain(
  message: string,
  path: string,
  cause: unknown,
): [string, { hint: string; cause: unknown }] {
  const holder = /Conflicting lock is held in (.*?)(?: \(PID (\d+)\))/.exec(message);
  if (holder !== null) {
    const hint = "One recorder writes a file: end that one, or use another folder with --data.";
    return [`${path} is in use by process ${holder[2]} (${holder[1]})`, { hint, cause }];
  }
  if (/not a valid DuckDB database file/i.test(message)) {
    const hint = "Nothing was changed. Move the file away, or use another folder with --data.";
    return [`${path} is not a recorder's file`, { hint, cause }];
  }
  const [line] = message.split("\n");
  if (/Out of Memory Error/i.test(message)) {
    const hint =
      "The file is whole, but this is more than the recorder has memory for: ask for less.";
    return [`${path} could not be used: ${line}`, { hint, cause }];
  }
  const hint =
    "Nothing was changed. Should it be damaged, move it away, and the recorder starts a new one.";
  return [`${path} could not be used: ${line}`, { hint, cause }];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
