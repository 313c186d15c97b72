/** The flags that say how to reach a target, the same for every command that has one. */
import type { Command } from "commander";
import { bytesFlag, collectFlag, durationFlag } from "./values.ts";

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
  return addReachOptions(command)
    .option("--gctrace <file>", "stderr of the program, with gctrace lines")
    .option("--deep", "take the list of all goroutines, however large: it stops the program")
    .option(
      "--gc",
      "make the program collect garbage first: what is left is live; also takes goroutineleak",
    );
}

/**
 * Without what disturbs the program, for commands that ask again and again.
 * @param timeout what it is for, and its default
 */
export function addReachOptions(
  command: Command,
  timeout = "for one request (default: 60s)",
): Command {
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
    .option("--timeout <duration>", timeout, durationFlag("--timeout"))
    .option("--max-size <size>", "bound on what is read", bytesFlag("--max-size"));
}
