/**
 * Finds and reads the source file of a path that a profile recorded. A profile is a stranger's
 * input: only regular files with a name that sources have are opened, and no more of one is read
 * than a source is long.
 */
import { type FileHandle, open, realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { MiB } from "../../base/units.ts";
import { READ_WITHOUT_WAITING } from "../open-flags.ts";
import { goFolders } from "./go-folders.ts";
import { type SourceCandidate, type SourceRoots, sourceCandidates } from "./source-candidates.ts";

/** The longest generated sources are some ten MiB. */
const MAX_SOURCE_BYTES = 32 * MiB;
const SOURCE_NAME = /\.(go|s|S|c|cc|cpp|cxx|h|hh|hpp|m|mm|f|F|for|f90|swig|swigcxx)$/;

export type SourceSearch =
  | {
      readonly found: true;
      readonly path: string;
      /** False where the file may be another of that name, or another version of it. */
      readonly exact: boolean;
      /** Line n of the source is lines[n − 1]. */
      readonly lines: readonly string[];
    }
  | {
      readonly found: false;
      /** Where it was looked for, in that order. */
      readonly tried: readonly string[];
      /** What a person can do about it. */
      readonly hint: string;
    };

export interface SourceOptions extends SourceRoots {
  /** Folders of Go; asked of the `go` command unless given. */
  readonly goRoots?: readonly string[];
  readonly moduleCaches?: readonly string[];
  /**
   * Only what lies in one of these folders is read, wherever links lead; without it any file that this
   * process may read.
   */
  readonly within?: readonly string[];
}

/** Never throws: a source that cannot be read is one that was not found. */
export async function findSource(recorded: string, options: SourceOptions): Promise<SourceSearch> {
  if (!SOURCE_NAME.test(recorded)) {
    return { found: false, tried: [], hint: "The profile names no source file." };
  }
  const isAllowed = await boundary(options.within);
  const first = await firstReadable(
    sourceCandidates(recorded, withoutGo(options)).slice(0, 1),
    isAllowed,
  );
  if (first?.exact) return first;
  const { goRoots, moduleCaches } = { ...(await foldersFor(options)), ...options };
  const candidates = sourceCandidates(recorded, { ...options, goRoots, moduleCaches });
  const found = await firstReadable(candidates, isAllowed);
  if (found !== undefined) return found;
  return {
    found: false,
    tried: candidates.map(({ path }) => path),
    hint: "Run it in the program's folder, or name that with --source-path.",
  };
}

/** The path as it was recorded needs no `go` command, which takes longer than all the rest. */
function withoutGo(options: SourceOptions): SourceRoots {
  return { ...options, goRoots: [], moduleCaches: [] };
}

async function foldersFor(options: SourceOptions) {
  const isGiven = options.goRoots !== undefined && options.moduleCaches !== undefined;
  return isGiven ? { goRoots: [], moduleCaches: [] } : goFolders();
}

/** Tells whether a path may be read, by where its links lead. */
async function boundary(
  within: readonly string[] | undefined,
): Promise<(path: string) => Promise<boolean>> {
  if (within === undefined) return async () => true;
  const roots = (await Promise.all(within.map(realPath))).filter((root) => root !== undefined);
  return async (path) => {
    const real = await realPath(path);
    return real !== undefined && roots.some((root) => isInside(real, root));
  };
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}

async function firstReadable(
  candidates: readonly SourceCandidate[],
  isAllowed: (path: string) => Promise<boolean>,
): Promise<(SourceSearch & { found: true }) | undefined> {
  for (const { path, exact } of candidates) {
    const text = (await isAllowed(path)) ? await readSource(path) : undefined;
    if (text !== undefined) return { found: true, path, exact, lines: text.split(/\r?\n/) };
  }
  return undefined;
}

async function readSource(path: string): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, READ_WITHOUT_WAITING);
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > MAX_SOURCE_BYTES) return undefined;
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await file.read(bytes, 0, stat.size, 0);
    return bytes.toString("utf8", 0, bytesRead);
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}
