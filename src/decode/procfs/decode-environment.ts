/**
 * /proc/PID/environ: of the environment at the start of the process only the variables that steer
 * Go's memory. Nothing else is kept, because an environment is where secrets are.
 *
 * The kernel separates by NUL; a capture by shell separates by newline. A file that holds a NUL is
 * never split at newlines, or a value with a newline in it could pass for a variable.
 */
import type { GoEnvironment } from "../../model/process.ts";
import { smallText } from "../small-text.ts";

const KEPT = ["GOGC", "GOMEMLIMIT", "GODEBUG", "GOMAXPROCS"] as const;

/**
 * Where a name is there twice the first counts, as it does for the runtime. Fails with DecodeError
 * where the file is larger than Linux makes one.
 */
export function decodeEnvironment(bytes: Uint8Array): GoEnvironment {
  const text = smallText(bytes, "environ");
  const entries = text.split(text.includes("\0") ? "\0" : /\r?\n/);
  const environment: { -readonly [Key in keyof GoEnvironment]: string } = {};
  for (const name of KEPT) {
    const entry = entries.find((candidate) => candidate.startsWith(`${name}=`));
    if (entry !== undefined) environment[name] = entry.slice(name.length + 1);
  }
  return environment;
}
