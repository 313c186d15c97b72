/**
 * The memory cgroup of a process and the levels above it, any of which may be the one that runs
 * out. Version 1 and 2 name the same facts differently; here they meet.
 *
 * The files of the own level come as a folder, those of the parents as texts in meta.json. A file
 * that can't be understood is handed to `onProblem` and the rest goes on: a broken memory.stat is
 * no reason to lose the limit.
 */
import { DecodeError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import type { MetaJson } from "../../model/bundle.ts";
import type { Cgroup, CgroupLevel } from "../../model/process.ts";
import { smallText } from "../small-text.ts";
import { CGROUP_FILES, type CgroupDraft } from "./cgroup-files.ts";
import { type CgroupPath, decodeCgroupPath } from "./decode-cgroup-path.ts";

export interface CgroupInput {
  /** `cgroup` of meta.json. */
  readonly meta?: MetaJson["cgroup"];
  /** /proc/PID/cgroup. */
  readonly procCgroup?: Uint8Array;
  /** Files of the own level by their name, e.g. "memory.max". */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const MAX_LENGTH = MiB;

type OnProblem = (file: string, error: DecodeError) => void;

/**
 * undefined where nothing tells of a memory cgroup. Fails with DecodeError only where
 * /proc/PID/cgroup is not one.
 */
export function decodeCgroup(input: CgroupInput, onProblem: OnProblem): Cgroup | undefined {
  const place = input.procCgroup === undefined ? undefined : decodeCgroupPath(input.procCgroup);
  const version = input.meta?.version ?? versionOfFiles(input.files) ?? place?.version;
  if (version === undefined) return undefined;
  const own = ownLevel(input, place, version, onProblem);
  const parents = (input.meta?.levels ?? []).slice(1);
  return {
    version,
    levels: [
      own,
      ...parents.map((level) =>
        readLevel(level.path, new Map(Object.entries(level.files)), version, onProblem),
      ),
    ],
  };
}

function versionOfFiles(files: ReadonlyMap<string, Uint8Array>): 1 | 2 | undefined {
  const versions = CGROUP_FILES.filter((entry) => files.has(entry.file)).map((e) => e.version);
  return versions.find((version) => version !== undefined);
}

/** The folder's file where there is one, else what meta.json kept of it. */
function ownLevel(
  input: CgroupInput,
  place: CgroupPath | undefined,
  version: 1 | 2,
  onProblem: OnProblem,
): CgroupLevel {
  const kept = input.meta?.levels[0];
  const texts = new Map(Object.entries(kept?.files ?? {}));
  for (const [file, bytes] of input.files) {
    attempt(file, onProblem, () => texts.set(file, smallText(bytes, "cgroup", MAX_LENGTH)));
  }
  const path = kept?.path ?? (place?.version === version ? place.path : "/");
  return readLevel(path, texts, version, onProblem);
}

function readLevel(
  path: string,
  texts: ReadonlyMap<string, string>,
  version: 1 | 2,
  onProblem: OnProblem,
): CgroupLevel {
  const draft: CgroupDraft = { path };
  for (const entry of CGROUP_FILES) {
    const text = texts.get(entry.file);
    if (text === undefined || (entry.version ?? version) !== version) continue;
    attempt(entry.file, onProblem, () => entry.read(text, draft));
  }
  return draft;
}

function attempt(file: string, onProblem: OnProblem, decode: () => void): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    onProblem(file, error);
  }
}
