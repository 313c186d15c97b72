/**
 * The Go build of a running program, from /proc/PID/exe: that works also where the file has been
 * replaced or lies in another mount namespace. Many processes run the same file, so that what was
 * found is kept by device, inode and time of change.
 */
import { readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { ResidentError } from "../../base/errors.ts";
import { decodeElf, type Elf } from "../../decode/elf/decode-elf.ts";
import {
  type AddressedRange,
  decodeVariables,
  type ElfVariable,
  relocatedRanges,
  sizeOfVariables,
  writableRanges,
} from "../../decode/elf/decode-variables.ts";
import { type GoBuild, readGoBuild } from "../../decode/elf/read-go-build.ts";
import { withByteSource } from "../with-byte-source.ts";
import { mayServePprof } from "./may-serve-pprof.ts";
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

/** What a program can write of itself; addresses are the file's. */
export interface ProgramData {
  readonly entry: number;
  readonly wordSize: 4 | 8;
  readonly writable: readonly AddressedRange[];
  /** Tables that the loader writes; none but in position-independent programs. */
  readonly relocated: readonly AddressedRange[];
  /** Bytes of the sections that variables are in. */
  readonly size: number;
}

/** The largest, undefined: stripped; or why they could not be read. */
export type FoundVariables =
  | { readonly largest: readonly ElfVariable[] | undefined }
  | { readonly failure: string };

/** More than a report shows: which of them are in RAM is told later. */
const MOST_VARIABLES = 256;

/** Reads each executable file once in the life of this object, and its symbols when they are asked for. */
export class ExecutableReader {
  private readonly known = new Map<string, Found>();
  private readonly knownData = new Map<string, ProgramData | undefined>();
  private readonly knownVariables = new Map<string, FoundVariables>();
  private readonly knownToServe = new Map<string, boolean>();
  private readonly roots: ProcRoots;

  constructor(roots: ProcRoots = SYSTEM_ROOTS) {
    this.roots = roots;
  }

  read(pid: number): Executable {
    try {
      const path = readlinkSync(this.link(pid));
      return { path, ...this.once(this.known, pid, readBuild) };
    } catch (error) {
      return { failure: codeOf(error) };
    }
  }

  /** Undefined where it can't be read. */
  data(pid: number): ProgramData | undefined {
    try {
      return this.once(this.knownData, pid, readData);
    } catch {
      return undefined;
    }
  }

  /** True also where that can't be read. */
  mayServePprof(pid: number): boolean {
    try {
      return this.once(this.knownToServe, pid, (file) => withByteSource(file, mayServePprof));
    } catch {
      return true;
    }
  }

  variables(pid: number): FoundVariables {
    try {
      return this.once(this.knownVariables, pid, readVariables);
    } catch (error) {
      return { failure: codeOf(error) };
    }
  }

  private link(pid: number): string {
    return join(this.roots.proc, String(pid), "exe");
  }

  /** Throws the system's error. */
  private once<T>(known: Map<string, T>, pid: number, read: (file: string) => T): T {
    const link = this.link(pid);
    const { dev, ino, mtimeMs } = statSync(link);
    const key = `${dev}:${ino}:${mtimeMs}`;
    if (!known.has(key)) known.set(key, read(link));
    return known.get(key)!;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
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

function readData(file: string): ProgramData | undefined {
  return withElf(file, (elf) => ({
    entry: elf.entry,
    wordSize: elf.reader.wordSize,
    writable: writableRanges(elf),
    relocated: relocatedRanges(elf),
    size: sizeOfVariables(elf),
  }));
}

function readVariables(file: string): FoundVariables {
  try {
    return { largest: withElf(file, (elf) => decodeVariables(elf, MOST_VARIABLES)) };
  } catch (error) {
    if (error instanceof ResidentError) return { failure: error.message };
    throw error;
  }
}

/** Undefined where it is no ELF file. */
function withElf<T>(file: string, use: (elf: Elf) => T): T | undefined {
  return withByteSource(file, (source) => {
    const elf = decodeElf(source);
    return elf && use(elf);
  });
}
