/**
 * Every failure that a user can cause or mend is a ResidentError: a code that scripts can match,
 * one neutral sentence, and a hint with the next step. Anything else that is thrown is a bug.
 *
 * All codes live in ERROR_CODES, so that docs/errors.md can be made from the code.
 */
export const ERROR_CODES = {
  RES_USAGE: "The command line is wrong.",
  RES_DECODE: "A file or a response is not what its format says.",
  RES_UNKNOWN_FORMAT: "No format that Resident knows starts with these bytes.",
  RES_TOO_LARGE: "An input is larger than the bound on it.",
  RES_VALUE_TOO_LARGE: "A profile holds a value beyond 2^53 where a plain number is needed.",
  RES_FILE: "A file or folder could not be read or written.",
  RES_BUNDLE: "A bundle is not one, or is not safe to unpack.",
  RES_TARGET: "The target names nothing that can be looked at.",
  RES_PROCESS: "A process is gone, not yours, or not readable.",
  RES_START: "A program could not be started.",
  RES_CONNECT: "A server did not answer.",
  RES_HTTP: "A server answered, but not with what was asked for.",
  RES_NOT_PPROF: "A port answers HTTP but serves no net/http/pprof.",
  RES_UNSUPPORTED: "This is not possible on this operating system or Node version.",
  RES_CONFIG: "A configuration file is wrong.",
  RES_STORE: "The recorder's file could not be used.",
  RES_STORE_FULL: "The recorder's file could not grow: the disk is full.",
  RES_STORE_FAULT: "A fault of Resident itself kept it from using the recorder's file.",
  RES_NO_DATA: "The input is readable but does not hold what the command needs.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export class ResidentError extends Error {
  readonly code: ErrorCode;
  /** What to do next, as a finished sentence. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ResidentError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** Where and how a decoder found its input wanting. */
export interface DecodeProblem {
  /** Format id as registered, e.g. "pprof". */
  readonly format: string;
  /** Byte offset in the unpacked input, or line number for line-based formats. */
  readonly at: { readonly offset: number } | { readonly line: number };
  /** Path of the field, e.g. "Profile.sample[812].location_id". */
  readonly field?: string;
  readonly expected: string;
  readonly found: string;
}

/** A decoder's only way to fail: says what, where, what was expected and what was found. */
export class DecodeError extends ResidentError {
  readonly problem: DecodeProblem;

  constructor(problem: DecodeProblem, options: { hint?: string; cause?: unknown } = {}) {
    const where = "offset" in problem.at ? `byte ${problem.at.offset}` : `line ${problem.at.line}`;
    const field = problem.field === undefined ? "" : ` (${problem.field})`;
    super(
      "RES_DECODE",
      `${problem.format}: at ${where}${field} expected ${problem.expected}, found ${problem.found}`,
      options,
    );
    this.name = "DecodeError";
    this.problem = problem;
  }
}

/** The error, where it is one of ours; whatever else was thrown is a bug, and goes on. */
export function asResidentError(error: unknown): ResidentError {
  if (error instanceof ResidentError) return error;
  throw error;
}
