/** What was looked at as a bundle, as `resident capture` writes one. */
import { jsonBytes, snapshotName } from "../../collect/raw-snapshot.ts";
import type { BundleJson, RawBundle, RawSnapshot } from "../../model/bundle.ts";

/**
 * @param target what it is called in a report
 * @param go the exact version, where it is known
 * @param looks oldest first
 */
export function bundleOfLooks(
  target: string,
  go: string | undefined,
  looks: readonly RawSnapshot[],
): RawBundle {
  const json: BundleJson = {
    format: 1,
    ...(go === undefined ? {} : { go }),
    target,
    note: "Saved while it was watched: looks without profiles lie between those that have them.",
  };
  return {
    target,
    files: new Map([["bundle.json", jsonBytes(json)]]),
    snapshots: looks.map((look, at) => ({ ...look, name: snapshotName(at + 1) })),
  };
}

/** `resident-blahdo-20261124-035955.tgz`: found again by name and time. */
export function bundleFileName(program: string, time: Date): string {
  const digits = (value: number) => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}${digits(time.getMonth() + 1)}${digits(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(digits).join("");
  const name = program.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|-+$/g, "");
  return `resident-${name === "" ? "program" : name.slice(0, 40)}-${day}-${clock}.tgz`;
}
