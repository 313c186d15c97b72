/**
 * What was captured before → RawBundle: a bundle as a folder or an archive, or any single file that
 * Resident reads, which becomes a bundle with that file at its format's place.
 */
import { ResidentError } from "../../base/errors.ts";
import { strangerHint } from "../../decode/hint-of-bytes.ts";
import { detectFormat } from "../../decode/registry.ts";
import type { RawBundle } from "../../model/bundle.ts";
import { gunzipHead, isGzip } from "../gunzip.ts";
import type { StoredTarget } from "../target/target.ts";
import { isArchive } from "./is-archive.ts";
import { readBundleFolder } from "./read-bundle-folder.ts";
import { readSingleFile } from "./read-single-file.ts";

export interface StoredLimits {
  /** Of what is read and of what is made of it. */
  readonly maxBytes?: number;
}

/** Throws RES_FILE, RES_BUNDLE, RES_DECODE, RES_TOO_LARGE, or RES_UNKNOWN_FORMAT. */
export async function readStored(
  target: StoredTarget,
  limits: StoredLimits = {},
): Promise<RawBundle> {
  if (target.kind === "folder") return readBundleFolder(target.path, limits);
  const path = target.kind === "stdin" ? "-" : target.path;
  const { maxBytes } = limits;
  const bytes = await readSingleFile(path, maxBytes === undefined ? {} : { limit: maxBytes });
  return bundleOfBytes(target.label, bytes, limits);
}

/** What was read already. Throws as `readStored`. */
export async function bundleOfBytes(
  name: string,
  bytes: Uint8Array,
  limits: StoredLimits = {},
): Promise<RawBundle> {
  if (!isArchive(bytes)) return bundleOfFile(name, bytes);
  const { readBundleArchive } = await import("./read-bundle-archive.ts");
  return readBundleArchive(bytes, { ...limits, name });
}

function bundleOfFile(name: string, bytes: Uint8Array): RawBundle {
  const head = isGzip(bytes) ? (gunzipHead(bytes) ?? bytes) : bytes;
  const format = detectFormat(head);
  if (format === undefined) throw unknownFormat(name, head);
  const files = new Map([[format.place, bytes]]);
  return format.scope === "bundle"
    ? { target: name, files, snapshots: [] }
    : { target: name, files: new Map(), snapshots: [{ name: "0001", files }] };
}

function unknownFormat(name: string, head: Uint8Array): ResidentError {
  const what = head.length === 0 ? "is empty" : "is in no format that Resident knows";
  return new ResidentError("RES_UNKNOWN_FORMAT", `${name}: ${what}`, {
    hint:
      strangerHint(head) ??
      "It reads bundles, Go profiles, goroutine dumps, MemStats and metrics, files of /proc/PID, and logs with gctrace lines.",
  });
}
