/**
 * The words of a command line before they are parsed.
 *
 * Go's tools take long flags with one dash (`-inuse_space`, `-nodecount=20`), and fingers know it.
 * Where a command has a long flag of that name, one dash is as good as two.
 */
import type { Command } from "commander";

export function allowSingleDash(args: readonly string[], command: Command): string[] {
  const known = new Set(command.options.map((option) => option.long?.slice(2)));
  const end = args.indexOf("--");
  return args.map((arg, at) => {
    if (end >= 0 && at > end) return arg;
    const name = /^-([a-z][\w-]+)(?:=|$)/.exec(arg)?.[1];
    return name !== undefined && known.has(name) ? `-${arg}` : arg;
  });
}

/**
 * Sets `--` before the first word that is no flag, unless it is there: what follows are the words of
 * another program, whose flags are none of ours.
 */
export function markProgram(args: readonly string[], command: Command): string[] {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === "--") return [...args];
    if (!arg.startsWith("-")) return [...args.slice(0, at), "--", ...args.slice(at)];
    const option = command.options.find(({ long, short }) => arg === long || arg === short);
    if (option?.required === true) at++;
  }
  return [...args];
}
