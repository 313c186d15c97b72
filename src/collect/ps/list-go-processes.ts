/**
 * The Go processes of this machine, as `resident ps` shows them: what the kernel says of each, the
 * build of its executable, and whether pprof answers. It must be quick on a machine with hundreds
 * of processes, and must not disturb them: an executable is read once however many run it, and a
 * port is asked for pprof's index page only.
 */

import { join } from "node:path";
import { decodeCommandLine } from "../../decode/procfs/decode-command-line.ts";
import { decodeStatus } from "../../decode/procfs/decode-status.ts";
import type { ProcStatus } from "../../model/process.ts";
import { wholeName } from "../../model/program-name.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { type Executable, ExecutableReader } from "../process/read-executable.ts";
import { readProcFile } from "../process/read-proc-file.ts";
import { redactArguments } from "../redact.ts";
import { type EndpointSearch, findEndpoint } from "../target/find-endpoint.ts";
import { listPids } from "../target/list-pids.ts";
import { requireProcfs } from "../target/require-procfs.ts";
import { SocketTables } from "../target/socket-tables.ts";
import { inParallel } from "./in-parallel.ts";
import { readHeapAlloc } from "./read-heap-alloc.ts";

export interface GoProcess {
  readonly pid: number;
  readonly name: string;
  readonly uid?: number;
  /** Without what looks like a secret. */
  readonly commandLine: readonly string[];
  /** `go1.23.4`, or a range such as `go1.16–go1.17` where `approximate`. */
  readonly goVersion?: string;
  readonly approximate: boolean;
  /** Bytes; undefined where the kernel does not say. */
  readonly virt?: number;
  readonly rss?: number;
  /** HeapAlloc in bytes, asked of the program itself. */
  readonly heap?: number;
  /** Undefined where they can't be read. */
  readonly ports?: readonly number[];
  readonly pprof: "yes" | "no" | "unknown";
  readonly endpoint?: Endpoint;
  /** Why pprof is not "yes", and what would help. */
  readonly reason?: string;
  readonly remedy?: string;
}

export interface GoProcessList {
  /** By RSS, the largest first. */
  readonly processes: readonly GoProcess[];
  /** Processes whose executable may not be read: whether they are Go is not known. */
  readonly unreadable: number;
}

export interface ListOptions {
  /** As for parseEndpoint. */
  readonly prefix?: string;
  /** Milliseconds for a port to answer; 500 unless given. */
  readonly timeoutMs?: number;
  /** Ask each program with pprof for its heap. */
  readonly heap?: boolean;
}

const PROBES_AT_ONCE = 32;

/** Throws RES_UNSUPPORTED where there is no procfs. */
export async function listGoProcesses(options: ListOptions = {}): Promise<GoProcessList> {
  requireProcfs("the processes of this machine");
  const executables = new ExecutableReader();
  const found = listPids().map((pid) => ({ pid, executable: executables.read(pid) }));
  const go = found.flatMap(({ pid, executable }) => {
    const status = executable.build === undefined ? undefined : readStatus(pid);
    return status === undefined ? [] : [{ status, executable }];
  });
  const tables = new SocketTables();
  const processes = await inParallel(go, PROBES_AT_ONCE, ({ status, executable }) =>
    describe(status, executable, { ...options, tables }),
  );
  processes.sort((a, b) => (b.rss ?? 0) - (a.rss ?? 0) || a.pid - b.pid);
  return { processes, unreadable: found.filter(({ executable }) => isClosed(executable)).length };
}

/** ENOENT: a kernel thread, or a process that has ended meanwhile. */
function isClosed({ failure }: Executable): boolean {
  return failure === "EACCES" || failure === "EPERM";
}

/** Undefined where the process has ended meanwhile. */
function readStatus(pid: number): ProcStatus | undefined {
  const { bytes } = readProcFile(join("/proc", String(pid), "status"));
  const status = bytes === undefined ? undefined : decodeStatus(bytes);
  return status?.vmSize === undefined ? undefined : status;
}

async function describe(
  status: ProcStatus,
  { path, build }: Executable,
  options: ListOptions & { readonly tables: SocketTables },
): Promise<GoProcess> {
  const { pid, uid, vmSize, vmRss } = status;
  const { timeoutMs = 500, prefix, tables } = options;
  const http = { timeoutMs, idleMs: timeoutMs };
  const search = await findEndpoint(pid, {
    http,
    tables,
    ...(prefix === undefined ? {} : { prefix }),
  });
  const heap =
    options.heap && search.endpoint ? await readHeapAlloc(search.endpoint, http) : undefined;
  return {
    pid,
    name: wholeName(status.name, path ?? ""),
    commandLine: commandLine(pid),
    approximate: build?.approximate ?? false,
    pprof: pprofState(search),
    ...(uid === undefined ? {} : { uid }),
    ...(build?.version === undefined ? {} : { goVersion: build.version }),
    ...(vmSize === undefined ? {} : { virt: vmSize }),
    ...(vmRss === undefined ? {} : { rss: vmRss }),
    ...(heap === undefined ? {} : { heap }),
    ...(search.ports === undefined ? {} : { ports: search.ports }),
    ...(search.endpoint === undefined ? {} : { endpoint: search.endpoint }),
    ...search.failure,
  };
}

function commandLine(pid: number): readonly string[] {
  const { bytes } = readProcFile(join("/proc", String(pid), "cmdline"));
  return redactArguments(decodeCommandLine(bytes ?? new Uint8Array()));
}

/** "no" only where every port was asked and none is pprof. */
function pprofState({ endpoint, ports, isUncertain }: EndpointSearch): GoProcess["pprof"] {
  if (endpoint !== undefined) return "yes";
  return ports === undefined || isUncertain ? "unknown" : "no";
}
