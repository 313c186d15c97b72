/**
 * What one word of the command line is, by its form and by what the file system has under it. A
 * folder or executable beside the user that happens to bear a process's name is not a target by
 * itself, so that `resident blahdo` finds the process also where ./blahdo was built.
 */
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { ResidentError } from "../../base/errors.ts";
import { isBundleFile, isSnapshotFile, isSnapshotName } from "../bundle/bundle-paths.ts";
import { type Endpoint, type EndpointOptions, parseEndpoint } from "../http/endpoint.ts";
import { statOf } from "../stat-of.ts";
import type { StoredTarget } from "./target.ts";

export type TargetWord =
  | { readonly kind: "process"; readonly text: string }
  | { readonly kind: "endpoint"; readonly endpoint: Endpoint }
  | { readonly kind: "stored"; readonly target: StoredTarget };

/** Throws RES_FILE for what can only be a path and is not there. */
export function classifyTarget(text: string, options: EndpointOptions = {}): TargetWord {
  if (text === "-") return { kind: "stored", target: { kind: "stdin", label: "standard input" } };
  if (/^[1-9]\d*$/.test(text)) return { kind: "process", text };
  const path = pathTarget(text);
  if (path !== undefined) return { kind: "stored", target: path };
  const endpoint = parseEndpoint(text, options);
  if (endpoint !== undefined) return { kind: "endpoint", endpoint };
  if (looksLikePath(text)) throw noSuchFile(text);
  return { kind: "process", text };
}

/** Undefined where nothing lies there, or nothing that Resident could read. */
function pathTarget(path: string): StoredTarget | undefined {
  const stats = path === "" ? undefined : statOf(path);
  if (stats === undefined || stats.isSocket()) return undefined;
  const isExplicit = path.includes("/");
  if (stats.isDirectory()) {
    return isExplicit || holdsBundle(path) ? { kind: "folder", label: path, path } : undefined;
  }
  return isExplicit || !isExecutable(path) ? { kind: "file", label: path, path } : undefined;
}

function holdsBundle(folder: string): boolean {
  try {
    return readdirSync(folder).some(
      (name) =>
        isBundleFile(name) ||
        isSnapshotFile(name) ||
        isSnapshotName(name) ||
        name === "proc" ||
        name === "pprof",
    );
  } catch {
    return false;
  }
}

/** True for ELF and scripts; what can't be opened is left to the one who reads it. */
function isExecutable(path: string): boolean {
  const head = Buffer.alloc(4);
  try {
    const handle = openSync(path, "r");
    readSync(handle, head, 0, 4, 0);
    closeSync(handle);
  } catch {
    return false;
  }
  return head.toString("latin1") === "\x7fELF" || head.toString("latin1", 0, 2) === "#!";
}

function looksLikePath(text: string): boolean {
  return text.includes("/") || /\.(?:tgz|tar|gz|pb|pprof|prof|txt|log|json|out)$/.test(text);
}

function noSuchFile(path: string): ResidentError {
  return new ResidentError("RES_FILE", `${path}: there is no such file or folder`, {
    hint: "Check the path. A URL begins with http:// or is host:port.",
  });
}
