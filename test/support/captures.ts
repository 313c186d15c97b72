/** The captured bundles, by the path of their folder: `probe/go1.19`. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readBundleFolder } from "../../src/collect/bundle/read-bundle-folder.ts";
import type { RawBundle } from "../../src/model/bundle.ts";

export const CAPTURES = join(import.meta.dirname, "../fixtures/captures");

export const CAPTURE_NAMES: readonly string[] = ["probe", "seed"].flatMap((group) =>
  readdirSync(join(CAPTURES, group))
    .map((name) => `${group}/${name}`)
    .filter((name) => existsSync(join(CAPTURES, name, "bundle.json")))
    .sort(),
);

export function readCapture(name: string): RawBundle {
  return readBundleFolder(join(CAPTURES, name));
}
