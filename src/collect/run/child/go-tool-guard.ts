/**
 * Keeps the trace settings away from the compiler and the linker, where the program that runs starts
 * a build (`go run`, a script, a watcher). They are Go programs as well, and the go command takes what
 * they write for warnings: it prints them, and keeps them in its build cache, from where every later
 * build prints them again. So each tool of a build is started through a script that takes GODEBUG back
 * to what the user had. The go command itself stays traced; see trace-streams.ts.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { shellQuote } from "../../../base/shell-quote.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Writes the script into `folder` and gives the GOFLAGS that name it. Undefined where the user's own
 * flags have a -toolexec, or the folder's files can't be run.
 */
export function guardGoTools(environment: Environment, folder: string): string | undefined {
  const own = environment["GOFLAGS"] ?? configuredFlags(environment) ?? "";
  const script = join(folder, "untraced");
  if (/(^|[\s'"])--?toolexec\b/.test(own) || /[\s'"]/.test(script)) return undefined;
  const given = environment["GODEBUG"];
  const reset =
    given === undefined ? "unset GODEBUG" : `GODEBUG=${shellQuote(given)}; export GODEBUG`;
  writeFileSync(script, `#!/bin/sh\n${reset}\nexec "$@"\n`, { mode: 0o700 });
  if (spawnSync(script, ["true"], { stdio: "ignore" }).status !== 0) return undefined;
  return `${own} -toolexec=${script}`.trim();
}

/** GOFLAGS of `go env -w`, which a variable of the environment hides. */
function configuredFlags(environment: Environment): string | undefined {
  const file = configFile(environment);
  if (file === undefined) return undefined;
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.findLast((line) => line.startsWith("GOFLAGS="))?.slice("GOFLAGS=".length);
  } catch {
    return undefined;
  }
}

/** Where the go command keeps them: os.UserConfigDir, unless GOENV says otherwise. */
function configFile({ GOENV, XDG_CONFIG_HOME }: Environment): string | undefined {
  if (GOENV === "off") return undefined;
  if (GOENV !== undefined && GOENV !== "") return GOENV;
  if (process.platform === "darwin") {
    return join(homedir(), "Library/Application Support/go/env");
  }
  return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "go/env");
}
