/** A recording from disk or standard input → RawBundle: a folder, an archive, or a single file. */
import { ResidentError } from "../base/errors.ts";
import { isArchive } from "../collect/bundle/is-archive.ts";
import { readBundleArchive } from "../collect/bundle/read-bundle-archive.ts";
import { readBundleFolder } from "../collect/bundle/read-bundle-folder.ts";
import { readSingleFile } from "../collect/bundle/read-single-file.ts";
import { gunzipHead, isGzip } from "../collect/gunzip.ts";
import type { StoredTarget } from "../collect/target/target.ts";
import { detectFormat } from "../decode/registry.ts";
import type { RawBundle } from "../model/bundle.ts";

export async function readStored(
  target: StoredTarget,
  limits: { maxBytes?: number } = {},
): Promise<RawBundle> {
  if (target.kind === "folder") return readBundleFolder(target.path, limits);
  const path = target.kind === "stdin" ? "-" : target.path;
  const bytes = await readSingleFile(
    path,
    limits.maxBytes === undefined ? {} : { limit: limits.maxBytes },
  );
  if (isArchive(bytes)) return readBundleArchive(bytes, { ...limits, name: target.label });
  const head = isGzip(bytes) ? (gunzipHead(bytes) ?? bytes) : bytes;
  const format = detectFormat(head, path);
  if (format === undefined)
    throw new ResidentError(
      "RES_UNKNOWN_FORMAT",
      `${target.label}: no format that Resident knows starts like this`,
    );
  const files = new Map([[format.place, bytes]]);
  return format.scope === "bundle"
    ? { target: target.label, files, snapshots: [] }
    : { target: target.label, files: new Map(), snapshots: [{ name: "0001", files }] };
}
