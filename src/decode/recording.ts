/**
 * RawBundle → Recording: the one way from bytes to the model, for a live process, a bundle and a
 * single file alike. A file that can't be decoded costs only what it would have said; an error is
 * thrown only where nothing at all is left.
 */
import { ResidentError } from "../base/errors.ts";
import type { BundleJson, RawBundle, RawSnapshot } from "../model/bundle.ts";
import type { GcLog } from "../model/gc-log.ts";
import type { MissingSource, Recording, Snapshot } from "../model/snapshot.ts";
import { decodeGcLog } from "./gctrace/decode-gc-log.ts";
import { decodeBundleJson } from "./meta/decode-bundle-json.ts";
import { type DecodedSnapshot, decodeSnapshot } from "./recording/decode-snapshot.ts";
import { findGoVersion } from "./recording/find-go-version.ts";
import { orderSnapshots } from "./recording/order-snapshots.ts";
import { type Gunzip, unpack } from "./recording/unpack.ts";

/** What decoding needs from the outside world. */
export interface DecodePorts {
  /** Unpacks a gzip file, bounded; fails with ResidentError. */
  readonly gunzip: Gunzip;
  /** What was decoded already, by its files; what was not is added. */
  readonly known?: KnownSnapshots;
}

/** For one who makes several recordings of the same snapshots: a large heap profile is decoded once. */
export type KnownSnapshots = Map<RawSnapshot["files"], DecodedSnapshot>;

/** A history has at least one snapshot; that of a log alone is empty. */
const EMPTY_SNAPSHOT: Snapshot = { name: "0001", meta: {}, missing: [] };

/**
 * Fails with the only file's own error where there is one file, and with RES_NO_DATA where none of
 * several could be used.
 */
export function decodeBundle(raw: RawBundle, ports: DecodePorts): Recording {
  const beside = decodeBeside(raw, ports);
  const decoded = raw.snapshots.map((snapshot) => decodeOnce(snapshot, ports));
  if (beside.gcLog === undefined && decoded.every(({ usedFiles }) => usedFiles === 0)) {
    const errors = [...beside.errors, ...decoded.flatMap(({ errors }) => errors)];
    const missing = decoded.flatMap(({ snapshot }) => snapshot.missing);
    throw nothingUsable(raw, errors, missing);
  }
  const ordered = orderSnapshots(usableSnapshots(decoded));
  const version = findGoVersion(beside.bundleJson, ordered.snapshots, beside.gcLog);
  return {
    target: beside.bundleJson?.target ?? raw.target,
    ...(version.go === undefined ? {} : { go: version.go }),
    ...(version.goSource === undefined ? {} : { goSource: version.goSource }),
    snapshots: ordered.snapshots.length === 0 ? [EMPTY_SNAPSHOT] : ordered.snapshots,
    ...(beside.bundleJson?.peakRss === undefined ? {} : { peakRss: beside.bundleJson.peakRss }),
    ...(beside.gcLog === undefined ? {} : { gcLog: beside.gcLog }),
    remarks: [
      ...notesOf(beside.bundleJson),
      ...beside.remarks,
      ...ordered.remarks,
      ...version.remarks,
    ],
  };
}

function decodeOnce(raw: RawSnapshot, { gunzip, known }: DecodePorts): DecodedSnapshot {
  const before = known?.get(raw.files);
  if (before !== undefined) return { ...before, snapshot: { ...before.snapshot, name: raw.name } };
  const decoded = decodeSnapshot(raw, gunzip);
  known?.set(raw.files, decoded);
  return decoded;
}

/** What the one who captured it had to say: a program that ended half-way, a capture that was stopped. */
function notesOf(bundleJson: BundleJson | undefined): readonly string[] {
  return bundleJson?.note === undefined ? [] : [bundleJson.note];
}

interface BesideSnapshots {
  readonly bundleJson?: BundleJson;
  readonly gcLog?: GcLog;
  readonly errors: readonly ResidentError[];
  readonly remarks: readonly string[];
}

/** The files beside the snapshots: there is no snapshot to note a failure in, so it is a remark. */
function decodeBeside(raw: RawBundle, ports: DecodePorts): BesideSnapshots {
  const errors: ResidentError[] = [];
  const remarks: string[] = [];
  const decode = <T>(path: string, decoder: (bytes: Uint8Array) => T): T | undefined => {
    const bytes = raw.files.get(path);
    if (bytes === undefined) return undefined;
    try {
      return decoder(unpack(bytes, ports.gunzip));
    } catch (error) {
      if (!(error instanceof ResidentError)) throw error;
      errors.push(error);
      remarks.push(`${path} could not be used: ${error.message}.`);
      return undefined;
    }
  };
  const bundleJson = decode("bundle.json", decodeBundleJson);
  const gcLog = decode("output.log", decodeGcLog);
  const hasTrace = gcLog !== undefined && gcLog.cycles.length + gcLog.scavenges.length > 0;
  return {
    ...(bundleJson === undefined ? {} : { bundleJson }),
    ...(hasTrace ? { gcLog } : {}),
    errors,
    remarks,
  };
}

/** A snapshot of which nothing could be decoded stays only where there is no better one. */
function usableSnapshots(decoded: readonly DecodedSnapshot[]): readonly Snapshot[] {
  const usable = decoded.filter(({ usedFiles }) => usedFiles > 0);
  return (usable.length > 0 ? usable : decoded).map(({ snapshot }) => snapshot);
}

/** Says why of the heap, which tells most, where that was asked for and did not come. */
function nothingUsable(
  raw: RawBundle,
  errors: readonly ResidentError[],
  missing: readonly MissingSource[],
): ResidentError {
  const files = raw.files.size + raw.snapshots.reduce((sum, { files }) => sum + files.size, 0);
  const [first] = errors;
  if (first !== undefined && files === 1) return first;
  const lacking = missing.find(({ source }) => source.startsWith("pprof/heap")) ?? missing[0];
  const reason = first?.message ?? lacking?.reason;
  const why = reason === undefined ? "" : ` (${reason})`;
  const otherHint = "Give a bundle, a heap profile, /proc/PID/smaps or a log with gctrace lines.";
  return new ResidentError("RES_NO_DATA", `${raw.target}: nothing in it could be used${why}`, {
    hint: first?.hint ?? lacking?.remedy ?? otherHint,
    ...(first === undefined ? {} : { cause: first }),
  });
}
