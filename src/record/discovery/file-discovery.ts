/**
 * Targets in files that others write. A file is read again when it changes, and every so often all the same,
 * as not every file system tells. One that can't be read keeps what it said before: it may be half written.
 */
import { type FSWatcher, readdirSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { asResidentError } from "../../base/errors.ts";
import { readTextFile } from "../../collect/read-text-file.ts";
import { decodeTargetGroups } from "../../decode/target-groups/decode-target-groups.ts";
import type { TargetGroup } from "../../model/scrape-config.ts";
import { sentence } from "../looks/sentence.ts";
import type { Discovery, DiscoveryPorts, FoundLabels, SourceOf } from "./discovery.ts";

/** A file is written in several steps. */
const SETTLING_MS = 100;

export function discoverByFile(
  { files, refresh }: SourceOf<"file">,
  ports: DiscoveryPorts,
): Discovery {
  const known = new Map<string, readonly FoundLabels[]>();
  const look = () => {
    const paths = new Set(files.flatMap(matching));
    for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
    for (const path of paths) {
      const targets = readTargets(path, ports);
      if (targets !== undefined) known.set(path, targets);
    }
    ports.found([...known.values()].flat());
  };
  let settling: NodeJS.Timeout | undefined;
  const watchers = [...new Set(files.map(dirname))].flatMap((folder) =>
    watchFolder(folder, () => {
      clearTimeout(settling);
      settling = setTimeout(look, SETTLING_MS);
    }),
  );
  const timer = setInterval(look, refresh * 1000);
  look();
  return {
    stop: () => {
      clearInterval(timer);
      clearTimeout(settling);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function watchFolder(folder: string, changed: () => void): FSWatcher[] {
  try {
    // A folder that goes away later is no error: the next turn sees it.
    return [watch(folder, { persistent: false }, changed).on("error", () => {})];
  } catch {
    return []; // not there yet, or no watches left: there is the timer
  }
}

/** Paths that there are for one with at most one `*`, in its last part. */
function matching(path: string): string[] {
  const [before, after] = basename(path).split("*");
  if (after === undefined) return [path];
  const folder = dirname(path);
  const names = namesIn(folder).filter(
    (name) =>
      name.startsWith(before!) &&
      name.endsWith(after) &&
      name.length >= before!.length + after.length,
  );
  return names.sort().map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined where it can't be read, which is told. */
function readTargets(path: string, { problem }: DiscoveryPorts): FoundLabels[] | undefined {
  try {
    const groups = decodeTargetGroups(readTextFile(path), path);
    return labelsOf(groups, { __meta_filepath: path });
  } catch (error) {
    problem(sentence(asResidentError(error).message));
    return undefined;
  }
}

/** A target each, with its group's labels. */
export function labelsOf(groups: readonly TargetGroup[], meta: FoundLabels): FoundLabels[] {
  return groups.flatMap(({ targets, labels }) =>
    targets.map((address) => ({ ...meta, ...labels, __address__: address })),
  );
}
