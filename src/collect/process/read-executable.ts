/**
 * The Go build of a running program, from /proc/PID/exe: that works also where the file has been
 * replaced or lies in another mount namespace. Many processes run the same file, so that what was
 * found is kept by device, inode and time of change.
 */
import { readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { type GoBuild, readGoBuild } from "../../decode/elf/read-go-build.ts";
import { withByteSource } from "../with-byte-source.ts";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";

export interface Executable {
  /** As its own mount namespace calls it; ` (deleted)` follows where the file is gone. */
  readonly path?: string;
  /** Undefined: not a Go program, or not readable (see `failure`). */
  readonly build?: GoBuild;
  /** The system's code, or the decoder's sentence, where it could not be read. */
  readonly failure?: string;
}

type Found = Pick<Executable, "build" | "failure">;

/** Reads each executable file once in the life of this object. */
export class ExecutableReader {
  private readonly known = new Map<string, Found>();
  private readonly roots: ProcRoots;

  constructor(roots: ProcRoots = SYSTEM_ROOTS) {
    this.roots = roots;
  }

  read(pid: number): Executable {
    const link = join(this.roots.proc, String(pid), "exe");
    try {
      const path = readlinkSync(link);
      const { dev, ino, mtimeMs } = statSync(link);
      const key = `${dev}:${ino}:${mtimeMs}`;
      let found = this.known.get(key);
      if (found === undefined) {
        found = readBuild(link);
        this.known.set(key, found);
      }
      return { path, ...found };
    } catch (error) {
      return { failure: (error as NodeJS.ErrnoException).code ?? String(error) };
    }
  }
}

function readBuild(file: string): Found {
  try {
    const build = withByteSource(file, readGoBuild);
    return build === undefined ? {} : { build };
  } catch (error) {
    if (error instanceof ResidentError) return { failure: error.message };
    throw error;
  }
}
