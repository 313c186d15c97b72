/**
 * Where this machine keeps Go's own sources and the downloaded modules: as `go env` says, else as
 * the environment says or where they are by default. The command is run at most once.
 */
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

export interface GoFolders {
  /** Candidates for GOROOT, best first. */
  readonly goRoots: readonly string[];
  /** Candidates for GOMODCACHE, best first. */
  readonly moduleCaches: readonly string[];
}

/** A first run of a fresh toolchain takes a second; a proxy that hangs must not hold up a listing. */
const TIMEOUT_MS = 5000;

let known: Promise<GoFolders> | undefined;

export function goFolders(): Promise<GoFolders> {
  known ??= findGoFolders();
  return known;
}

async function findGoFolders(): Promise<GoFolders> {
  const { GOROOT, GOMODCACHE, GOPATH } = await goEnvironment();
  const goPaths = (GOPATH || join(homedir(), "go")).split(delimiter);
  return {
    goRoots: distinct([GOROOT, "/usr/local/go", "/usr/lib/go"]),
    moduleCaches: distinct([GOMODCACHE, ...goPaths.map((path) => join(path, "pkg", "mod"))]),
  };
}

type Variables = Partial<Record<"GOROOT" | "GOMODCACHE" | "GOPATH", string>>;

/** What `go env` says; without a `go`, the variables of this process. */
function goEnvironment(): Promise<Variables> {
  const { GOROOT = "", GOMODCACHE = "", GOPATH = "" } = process.env;
  // Neither a go.mod of the current folder nor a toolchain to download has a say in this.
  const options = {
    timeout: TIMEOUT_MS,
    cwd: homedir(),
    env: { ...process.env, GOTOOLCHAIN: "local" },
  };
  return new Promise((resolve) => {
    execFile("go", ["env", "-json", "GOROOT", "GOMODCACHE", "GOPATH"], options, (error, stdout) => {
      const said = error === null ? parseVariables(stdout) : {};
      resolve({ GOROOT, GOMODCACHE, GOPATH, ...said });
    });
  });
}

function parseVariables(json: string): Variables {
  try {
    return JSON.parse(json) as Variables;
  } catch {
    return {};
  }
}

function distinct(paths: readonly (string | undefined)[]): string[] {
  return [...new Set(paths.filter((path) => path !== undefined && path !== ""))] as string[];
}
