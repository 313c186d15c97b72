/** The flags that reach a server as the HTTP client wants them: secrets read, headers parsed. */
import { readTextFile } from "../collect/read-text-file.ts";
import type { TargetFlags } from "./options/target-options.ts";
import { usageError } from "./options/values.ts";

export function httpOptions(flags: TargetFlags) {
  const headers = parseHeaders(flags.header ?? []);
  return {
    ...(flags.user === undefined ? {} : { user: secret(flags.user) }),
    ...(flags.token === undefined ? {} : { bearerToken: secret(flags.token) }),
    ...(headers === undefined ? {} : { headers }),
    ...(flags.cert === undefined ? {} : { cert: readTextFile(flags.cert) }),
    ...(flags.key === undefined ? {} : { key: readTextFile(flags.key) }),
    ...(flags.ca === undefined ? {} : { ca: readTextFile(flags.ca) }),
    ...(flags.timeout === undefined ? {} : patience(flags.timeout * 1000)),
    ...(flags.maxSize === undefined ? {} : { maxBytes: flags.maxSize }),
  };
}

/** A program that is too busy to answer is silent all that time. */
function patience(timeoutMs: number) {
  return { timeoutMs, idleMs: timeoutMs };
}

/** A secret on a command line is seen by everyone on the machine: it may come from a file. */
function secret(text: string): string {
  return text.startsWith("@") ? readTextFile(text.slice(1)).replace(/\r?\n$/, "") : text;
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
