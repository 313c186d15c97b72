/**
 * One full look at a process that is watched: the files of a snapshot, the kernel's half and, where
 * it serves pprof, the program's own. The large file of the kernel is read beside our other work:
 * what the program writes must not wait for it.
 */
import { readFile } from "node:fs/promises";
import { decodeStatus } from "../../../decode/procfs/decode-status.ts";
import type { MetaJson } from "../../../model/bundle.ts";
import { captureProcess } from "../../process/capture-process.ts";
import type { ExecutableReader } from "../../process/read-executable.ts";
import type { FileRead } from "../../process/read-proc-file.ts";
import type { ProgramConnection } from "../../target/program-connection.ts";

export interface Look {
  /** Milliseconds of the run's clock. */
  readonly at: number;
  /** Unix seconds. */
  readonly time: number;
  readonly rss: number;
  readonly hasProfile: boolean;
  /** Bytes of objects in the heap, dead ones too (HeapAlloc), where the program told it. */
  readonly heap?: number;
  /** Milliseconds that the program took to answer; undefined: it was not asked. */
  readonly askedFor?: number;
  readonly meta: MetaJson;
  /** Bytes by bundle path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface LookOptions {
  readonly pid: number;
  readonly executables: ExecutableReader;
  /** Undefined: no profiles this time. */
  readonly program?: ProgramConnection | undefined;
  /** Why no profile is taken, and what would help. */
  readonly withoutProfile?: { readonly reason: string; readonly remedy?: string } | undefined;
}

const DUMP = "pprof/goroutine.debug2.txt";
const NO_DUMP = "`resident run` does not take it: writing it stops the program";

/** Undefined where the process ended meanwhile. Throws RES_PROCESS where it was gone before. */
export async function takeLook(options: LookOptions): Promise<Look | undefined> {
  const { pid, program, executables, withoutProfile } = options;
  // All that they say is in smaps.
  const given = new Map<string, FileRead | undefined>([
    ["maps", undefined],
    ["smaps_rollup", undefined],
    ["smaps", await readAside(`/proc/${pid}/smaps`)],
  ]);
  const at = performance.now();
  const time = Date.now() / 1000;
  const kernel = captureProcess(pid, { executables, given });
  if (kernel.ended) return undefined;
  const asked = performance.now();
  const own = (await program?.take(false)) ?? new Map<string, Uint8Array>();
  const askedFor = performance.now() - asked;
  const notes: NonNullable<MetaJson["files"]> = {
    ...(withoutProfile === undefined || program !== undefined
      ? {}
      : { "pprof/heap": withoutProfile }),
    ...program?.notes(),
    ...(own.size > 0 ? { [DUMP]: { reason: NO_DUMP } } : {}),
  };
  const { vmRss = 0 } = decodeStatus(kernel.files.get("proc/status") ?? new Uint8Array());
  return {
    at,
    time,
    rss: vmRss,
    hasProfile: own.has("pprof/heap"),
    ...heapOf(own.get("pprof/heap.debug1.txt")),
    ...(program === undefined ? {} : { askedFor }),
    meta: { ...kernel.meta, files: { ...kernel.meta.files, ...notes } },
    files: new Map([...kernel.files, ...own]),
  };
}

/** What MemStats take at the end of the text of a heap profile, with their 512 times of pauses. */
const STATS_BYTES = 32 * 1024;

/** MemStats ends the text of the heap profile, a name a line. */
function heapOf(text: Uint8Array | undefined): Pick<Look, "heap"> {
  const end = Buffer.from(text?.subarray(-STATS_BYTES) ?? []);
  const match = /^# HeapAlloc = (\d+)$/m.exec(end.toString("latin1"));
  return match === null ? {} : { heap: Number(match[1]) };
}

async function readAside(path: string): Promise<FileRead> {
  const readAt = Date.now() / 1000;
  try {
    return { bytes: await readFile(path), readAt };
  } catch (error) {
    return { failure: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}
