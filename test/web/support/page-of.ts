/** The page of a bundle's folder or archive, through JSON as a browser gets it. */
import { buildPage } from "../../../src/analyze/page/build-page.ts";
import { readStored } from "../../../src/collect/bundle/read-stored.ts";
import { gunzip } from "../../../src/collect/gunzip.ts";
import { resolveTarget } from "../../../src/collect/target/resolve-target.ts";
import { decodeBundle } from "../../../src/decode/recording.ts";
import type { RawBundle } from "../../../src/model/bundle.ts";
import type { Page } from "../../../src/model/page.ts";
import type { Recording } from "../../../src/model/snapshot.ts";

/** @param path below the project */
export async function bundleOf(path: string): Promise<RawBundle> {
  const target = await resolveTarget([path]);
  if (target.kind === "live" || target.kind === "many") throw new Error(`${path} is no bundle`);
  return readStored(target);
}

export async function recordingOf(path: string): Promise<Recording> {
  return decodeBundle(await bundleOf(path), { gunzip });
}

export async function pageOf(path: string): Promise<Page> {
  return JSON.parse(JSON.stringify(buildPage(await recordingOf(path), []))) as Page;
}
