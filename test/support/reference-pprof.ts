/** The installed `go tool pprof`, run on what the tests run on: the reference for every byte. */
import { execFileSync, spawnSync } from "node:child_process";

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reports changed with the pprof of Go 1.24; those of older ones are not what is compared with. */
const FIRST_MINOR = 26;

/** Path of the tool, or undefined where there is no Go, or one that is too old. */
export const referencePath = findReference();

/** Runs the reference with the zone and the size that the tests have. */
export function runReference(args: readonly string[], input = ""): Run {
  const env = { ...process.env, TZ: "UTC", PPROF_TMPDIR: "/nonexistent" };
  const options = { env, input, encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  const { status, stdout, stderr } = spawnSync(referencePath!, args, options);
  return { status: status ?? -1, stdout, stderr };
}

function findReference(): string | undefined {
  try {
    const version = execFileSync("go", ["version"], { encoding: "utf8" });
    const minor = Number(/go1\.(\d+)/.exec(version)?.[1] ?? 0);
    if (minor < FIRST_MINOR) return undefined;
    return execFileSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
