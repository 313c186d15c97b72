/** The flags that say how to reach a target, the same for every command that has one. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { fileError } from "../../collect/bundle/file-error.ts";
import { bytesFlag, collectFlag, durationFlag, usageError } from "./values.ts";

export interface TargetFlags {
  readonly prefix?: string;
  readonly socket?: string;
  readonly user?: string;
  readonly token?: string;
  readonly header?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  /** Seconds. */
  readonly timeout?: number;
  /** Bytes. */
  readonly maxSize?: number;
  readonly gctrace?: string;
  readonly deep?: boolean;
  readonly gc?: boolean;
}

export function addTargetOptions(command: Command): Command {
  return command
    .optionsGroup("Reaching it:")
    .option("--prefix <path>", "where pprof lies, if not at /debug/pprof/")
    .option("--socket <path>", "ask over this unix socket")
    .option("--user <name:password>", "basic authentication; @FILE reads it from a file")
    .option("--token <token>", "bearer token; @FILE reads it from a file")
    .option("--header <name:value>", "another header; may be repeated", collectFlag)
    .option("--cert <file>", "client certificate (PEM)")
    .option("--key <file>", "its key (PEM)")
    .option("--ca <file>", "authorities to trust (PEM)")
    .option("--insecure", "accept any certificate")
    .option("--timeout <duration>", "for one request (default: 60s)", durationFlag("--timeout"))
    .option("--max-size <size>", "bound on what is read", bytesFlag("--max-size"))
    .option("--gctrace <file>", "stderr of the program, with gctrace lines")
    .option("--deep", "take the stacks of all goroutines, however many: it stops the program")
    .option("--gc", "take profiles that make the program collect garbage");
}

/** As the HTTP client wants them: secrets and certificates read, headers parsed. */
export function httpOptions(flags: TargetFlags) {
  const headers = parseHeaders(flags.header ?? []);
  return {
    ...(flags.user === undefined ? {} : { user: secret(flags.user) }),
    ...(flags.token === undefined ? {} : { bearerToken: secret(flags.token) }),
    ...(headers === undefined ? {} : { headers }),
    ...(flags.cert === undefined ? {} : { cert: readText(flags.cert) }),
    ...(flags.key === undefined ? {} : { key: readText(flags.key) }),
    ...(flags.ca === undefined ? {} : { ca: readText(flags.ca) }),
    ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
    ...(flags.maxSize === undefined ? {} : { maxBytes: flags.maxSize }),
  };
}

/** A secret on a command line is seen by everyone on the machine: it may come from a file. */
function secret(text: string): string {
  return text.startsWith("@") ? readText(text.slice(1)).replace(/\r?\n$/, "") : text;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw fileError(path, error);
  }
}

function parseHeaders(texts: readonly string[]): Record<string, string> | undefined {
  if (texts.length === 0) return undefined;
  const headers: Record<string, string> = {};
  for (const text of texts) {
    const match = /^([\w!#$%&'*+.^`|~-]+)\s*:\s*(.*)$/.exec(text);
    if (match === null) {
      throw usageError("--header: not a header", 'Write it as --header "X-Scope: team-a".');
    }
    headers[match[1]!] = match[2]!;
  }
  return headers;
}
