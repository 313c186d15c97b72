/**
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
