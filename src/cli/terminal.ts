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

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endQuietly);
  return { env: process.env, stdout: process.stdout, stderr: process.stderr };
}

/** How text for standard output is to look. */
export function textOptions(
  terminal: Terminal,
  given: { readonly width?: number; readonly all?: boolean },
): TextOptions {
  return {
    width: given.width ?? Math.min(terminal.stdout.columns || DEFAULT_WIDTH, MAX_WIDTH),
    color: hasColor(terminal, terminal.stdout),
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
function hasUnicode(env: Terminal["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  const charset = /\.([^@]+)/.exec(locale)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? 0);
}
