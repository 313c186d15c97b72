/** What DuckDB says went wrong, as what a user can do about it. */
import { ResidentError } from "../../../base/errors.ts";

export function isDiskFull(error: unknown): boolean {
  return /no space left|disk (?:is )?full|quota exceeded/i.test(messageOf(error));
}

/** A database that met a failure while it wrote answers nothing more until it is opened anew. */
export function isInvalidated(error: unknown): boolean {
  return /database has been invalidated|FATAL Error/i.test(messageOf(error));
}

/** Rows that refer to none, or are not in their place. */
export class DamagedRows extends Error {}

/** @param path of the recorder's file */
export function storeError(error: unknown, path: string): ResidentError {
  if (error instanceof ResidentError) return error;
  const message = messageOf(error);
  const { code, text, hint } = isDiskFull(error)
    ? FULL
    : (inUse(message) ?? KINDS.find(({ is }) => is(message, error)) ?? FAULT);
  const [line] = message.split("\n");
  return new ResidentError(code, text(path, line!), { hint, cause: error });
}

interface Explanation {
  readonly code: "RES_STORE" | "RES_STORE_FULL" | "RES_STORE_FAULT";
  readonly text: (path: string, line: string) => string;
  readonly hint: string;
}

const FULL: Explanation = {
  code: "RES_STORE_FULL",
  text: (path) => `${path} could not grow: the disk is full`,
  hint: "Make room on that disk, or let the recorder keep less with --retention-size: it goes on by itself.",
};

function inUse(message: string): Explanation | undefined {
  const holder = /Conflicting lock is held in (.*?)(?: \(PID (\d+)\))/.exec(message);
  if (holder === null) return undefined;
  return {
    code: "RES_STORE",
    text: (path) => `${path} is in use by process ${holder[2]} (${holder[1]})`,
    hint: "One recorder writes a file: end that one, or use another folder with --data.",
  };
}

/** The first that fits. */
const KINDS: readonly (Explanation & { is(message: string, error: unknown): boolean })[] = [
  {
    is: (message) => /not a valid DuckDB database file/i.test(message),
    code: "RES_STORE",
    text: (path) => `${path} is not a recorder's file`,
    hint: "Nothing was changed. Move the file away, or use another folder with --data.",
  },
  {
    is: (message) => /database file with version number|newer version of DuckDB/i.test(message),
    code: "RES_STORE",
    text: (path, line) => `${path} is of another version of DuckDB: ${line}`,
    hint: "Nothing was changed. Use the Resident that wrote it, or another folder with --data.",
  },
  {
    is: (message, error) =>
      error instanceof DamagedRows ||
      /corrupt|checksum|^(?:Serialization|Deserialization) Error/i.test(message),
    code: "RES_STORE",
    text: (path, line) => `${path} is damaged: ${line}`,
    hint: "Nothing was changed. Move it away, and the recorder starts a new one.",
  },
  {
    is: (message) => /^Out of Memory Error/i.test(message),
    code: "RES_STORE",
    text: (path, line) => `${path} could not be used: ${line}`,
    hint: "The file is whole, but this is more than the recorder has memory for: ask for less.",
  },
  {
    is: (message) => /^(?:IO|Permission) Error/i.test(message),
    code: "RES_STORE",
    text: (path, line) => `${path} could not be read or written: ${line}`,
    hint: "Look at the disk, and whether the folder is still there and yours. The recorder tries again by itself.",
  },
  {
    // DuckDB found itself wrong: by a fault of its own, or by what the file says.
    is: (message) => /^(?:INTERNAL|FATAL) Error/i.test(message),
    code: "RES_STORE",
    text: (path, line) => `DuckDB failed at ${path}: ${line}`,
    hint: "Nothing was changed. Should it fail again after a new start, move the file away, and the recorder starts a new one.",
  },
];

/** SQL that DuckDB refuses, or an error of JavaScript: no file makes that, as its blocks have checksums. */
const FAULT: Explanation = {
  code: "RES_STORE_FAULT",
  text: (path, line) => `a fault of Resident itself at ${path}: ${line}`,
  hint: "The file is as it was. Please report this, with the version of Resident.",
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
