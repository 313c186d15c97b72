/**
 * The kernel's half of a snapshot: what procfs, the cgroup and the executable say of one process,
 * as files of a bundle, to the byte but for secrets.
 *
 * What can't be read is left out with its reason, one file at a time: a process of another user
 * still has its status and its cgroup. The large reads come last, so that a caller who asks the
 * program itself next has both within milliseconds.
 */
import { join } from "node:path";
import { decodeCommandLine } from "../../decode/procfs/decode-command-line.ts";
import type { MetaJson } from "../../model/bundle.ts";
import { redactArguments } from "../redact.ts";
import { explainFailure, type Failure } from "./explain-failure.ts";
import { keepGoVariables } from "./keep-go-variables.ts";
import { mayTrace } from "./may-trace.ts";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
import { processFacts } from "./process-facts.ts";
import { readCgroup } from "./read-cgroup.ts";
import { ExecutableReader } from "./read-executable.ts";
import { readGlobals } from "./read-globals.ts";
import { type FileRead, readProcFile } from "./read-proc-file.ts";
import {
  isStillThere,
  type ProcessIdentity,
  readProcessIdentity,
} from "./read-process-identity.ts";

/** By bundle path: when it was read, or why it is missing and what would help. */
export type SourceNotes = Record<string, { readAt?: number; reason?: string; remedy?: string }>;

export interface ProcessCapture {
  readonly identity: ProcessIdentity;
  /** True, false, or undefined where the executable can't be read. */
  readonly isGo: boolean | undefined;
  /** Bytes by bundle path, e.g. "proc/smaps", "cgroup/memory.max". */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** meta.json's part of it, its `files` included. */
  readonly meta: MetaJson & { readonly files: SourceNotes };
  /** The process ended before everything was read. */
  readonly ended: boolean;
}

export interface CaptureProcessOptions {
  readonly roots?: ProcRoots;
  /** Kept from snapshot to snapshot, so that the executable is read once. */
  readonly executables?: ExecutableReader;
  /** Files of /proc/PID that were read already, by name; those that are undefined are left out. */
  readonly given?: ReadonlyMap<string, FileRead | undefined>;
}

/** In this order: small and slowly changing first, the memory itself last. */
const PROC_FILES = [
  "cgroup",
  "mountinfo",
  "limits",
  "cmdline",
  "environ",
  "maps",
  "smaps_rollup",
  "smaps",
  "statm",
  "status",
] as const;

const GLOBALS = "globals.json";

const CLEAN: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  cmdline: redactCommandLine,
  environ: keepGoVariables,
};

/**
 * Throws RES_PROCESS where the PID names no process, or it ended before its memory was read.
 * Everything else that is missing is noted in `meta.files`.
 */
export function captureProcess(pid: number, options: CaptureProcessOptions = {}): ProcessCapture {
  const roots = options.roots ?? SYSTEM_ROOTS;
  const identity = readProcessIdentity(pid, roots);
  const executables = options.executables ?? new ExecutableReader(roots);
  const executable = executables.read(pid);
  const files = new Map<string, Uint8Array>();
  const notes: SourceNotes = {};
  if (executable.failure !== undefined) {
    notes["executable"] = failureNote(executable.failure, "executable", identity, roots);
  }
  const cgroup = readCgroupFiles(pid, roots, files, notes);
  if (executable.build !== undefined) keepGlobals(pid, executables, roots, files, notes);
  const { given } = options;
  for (const name of PROC_FILES) {
    const read = given?.has(name)
      ? given.get(name)
      : readProcFile(join(roots.proc, String(pid), name));
    if (read !== undefined) keep(name, read, identity, roots, files, notes);
  }
  const ended = !isStillThere(identity, roots);
  if (ended) dropHalves(files, notes);
  return {
    identity,
    isGo: executable.failure === undefined ? executable.build !== undefined : undefined,
    files,
    meta: { ...processFacts(identity, executable, roots), ...cgroup, files: notes },
    ended,
  };
}

function keep(
  name: string,
  { bytes, readAt, failure }: FileRead,
  identity: ProcessIdentity,
  roots: ProcRoots,
  files: Map<string, Uint8Array>,
  notes: SourceNotes,
): void {
  const file = `proc/${name}`;
  if (bytes === undefined) notes[file] = failureNote(failure ?? "", file, identity, roots);
  else {
    files.set(file, CLEAN[name]?.(bytes) ?? bytes);
    notes[file] = { readAt: readAt! };
  }
}

function keepGlobals(
  pid: number,
  executables: ExecutableReader,
  roots: ProcRoots,
  files: Map<string, Uint8Array>,
  notes: SourceNotes,
): void {
  const readAt = Date.now() / 1000;
  const globals = readGlobals(pid, executables, roots);
  if (globals === undefined) return;
  if ("failure" in globals) notes[GLOBALS] = { reason: globals.failure };
  else {
    files.set(GLOBALS, new TextEncoder().encode(`${JSON.stringify(globals, null, 1)}\n`));
    notes[GLOBALS] = { readAt };
  }
}

function failureNote(
  code: string,
  file: string,
  { pid, status }: ProcessIdentity,
  roots: ProcRoots,
): Failure {
  const inContainer = (status.nsPids?.length ?? 1) > 1;
  const context = { file, uid: status.uid, ourUid: ourUid(), inContainer, mayTrace: mayTrace() };
  const hasEnded =
    code === "ENOENT" && readProcFile(join(roots.proc, String(pid), "stat")).bytes === undefined;
  return explainFailure(hasEnded ? "ESRCH" : code, context);
}

function ourUid(): number {
  return process.geteuid?.() ?? -1;
}

/** What was read of a process while it went away can be short without saying so. */
function dropHalves(files: Map<string, Uint8Array>, notes: SourceNotes): void {
  for (const file of [
    "proc/smaps",
    "proc/maps",
    "proc/smaps_rollup",
    "proc/status",
    "proc/statm",
  ]) {
    files.delete(file);
    notes[file] = { reason: "the process ended while it was read" };
  }
}

function readCgroupFiles(
  pid: number,
  roots: ProcRoots,
  files: Map<string, Uint8Array>,
  notes: SourceNotes,
): Pick<MetaJson, "cgroup"> {
  const cgroup = readCgroup(pid, roots);
  if (cgroup === undefined) {
    notes["cgroup"] = {
      reason: "no memory cgroup of the process can be seen from here",
      remedy: "In a container: look from the host, see docs/containers.md.",
    };
    return {};
  }
  for (const [file, { bytes, readAt }] of cgroup.files) {
    files.set(file, bytes!);
    notes[file] = { readAt: readAt! };
  }
  return { cgroup: cgroup.levels };
}

function redactCommandLine(cmdline: Uint8Array): Uint8Array {
  const kept = redactArguments(decodeCommandLine(cmdline));
  return new TextEncoder().encode(kept.map((argument) => `${argument}\0`).join(""));
}
