/**
 * The process's streams as the commands see them: text goes out here and nowhere else, so that a
 * reader that closes its end (`resident … | head`) ends the command quietly.
 */
import type { TextOptions } from "../report/text/options.ts";

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

const DEFAULT_WIDTH = 80;
/** Wider than this a table is harder to read, not easier. */
const MAX_WIDTH = 200;
/** For a command to end by itself once nobody reads; one that would run on is ended then. */
const GRACE_MS = 500;

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endQuietly);
  return { env: process.env, stdout: process.stdout, stderr: process.stderr };
}

/** How text for standard output is to look, or for another stream. */
export function textOptions(
  terminal: Terminal,
  given: { readonly width?: number; readonly all?: boolean },
  stream: NodeJS.WriteStream = terminal.stdout,
): TextOptions {
  return {
    width: given.width ?? Math.min(stream.columns || DEFAULT_WIDTH, MAX_WIDTH),
    color: hasColor(terminal, stream),
    unicode: hasUnicode(terminal.env),
    all: given.all ?? false,
  };
}

/** Resolves when the text has been handed over, so that a pipe gets all of it before the end. */
export function writeOut(terminal: Terminal, text: string): Promise<void> {
  return new Promise((done) => {
    terminal.stdout.write(text, () => done());
  });
}

/** Colours only on a terminal that has them, and never with NO_COLOR (no-color.org). */
export function hasColor({ env }: Terminal, stream: NodeJS.WriteStream): boolean {
  const isRefused = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  return stream.isTTY === true && !isRefused && env["TERM"] !== "dumb";
}

/** No, where the locale names another character set. Containers often name none: then yes. */
export function hasUnicode(env: Terminal["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  const charset = /\.([^@]+)/.exec(locale)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

/** Not at once: process.exit can hang in Node 26 while a thread of the compiler waits for memory. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
  setTimeout(() => process.exit(), GRACE_MS).unref();
}
