/**
 * Where the source of a recorded path may lie on this machine. Go records paths as they were where
 * the program was built, in one of these forms:
 *
 *   /home/ann/shop/cart/cart.go                       the program's own files, absolute
 *   /usr/local/go/src/bytes/buffer.go                 the standard library
 *   /home/ann/go/pkg/mod/github.com/x/y@v1.2.3/z.go   a module, capitals written as !c
 *   example.com/shop/cart/cart.go                     the same three, built with -trimpath
 *   bytes/buffer.go
 *   github.com/X/y@v1.2.3/z.go                        (capitals as they are)
 *
 * Pure: it names candidates and touches no file.
 */
import { isAbsolute, join } from "node:path";

export interface SourceRoots {
  /** Folder that the program's own sources are looked for in. */
  readonly cwd: string;
  /** Further such folders, looked at before `cwd` (--source-path). */
  readonly sourcePath?: readonly string[];
  /** Prefixes to take off recorded paths (--trim-path). */
  readonly trimPath?: readonly string[];
  readonly goRoots?: readonly string[];
  readonly moduleCaches?: readonly string[];
}

export interface SourceCandidate {
  readonly path: string;
  /**
   * False where only the end of the path was kept: the file may be another one of that name, or
   * another version of it.
   */
  readonly exact: boolean;
}

/** Best first, each path once. */
export function sourceCandidates(recorded: string, roots: SourceRoots): SourceCandidate[] {
  const path = recorded.replaceAll("\\", "/");
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0 || parts.includes("..")) return [];
  const all = [
    ...(isAbsolute(recorded) ? [exact(recorded)] : []),
    ...trimmed(path, roots),
    ...fromModules(path, roots),
    ...fromGoRoot(path, parts, roots),
    ...fromOwnFolders(parts, roots),
  ];
  const seen = new Set<string>();
  return all.filter((candidate) => !seen.has(candidate.path) && seen.add(candidate.path));
}

function exact(path: string): SourceCandidate {
  return { path, exact: true };
}

function ownFolders(roots: SourceRoots): string[] {
  return [...(roots.sourcePath ?? []), roots.cwd];
}

function trimmed(path: string, roots: SourceRoots): SourceCandidate[] {
  return (roots.trimPath ?? []).flatMap((prefix) => {
    const folder = prefix.endsWith("/") ? prefix : `${prefix}/`;
    if (!path.startsWith(folder)) return [];
    return ownFolders(roots).map((own) => exact(join(own, path.slice(folder.length))));
  });
}

const MODULE_FOLDER = "/pkg/mod/";

/** A path with a version in it: in the module cache, or without the version in a vendor folder. */
function fromModules(path: string, roots: SourceRoots): SourceCandidate[] {
  const at = path.lastIndexOf(MODULE_FOLDER);
  const inCache = at < 0 ? path : path.slice(at + MODULE_FOLDER.length);
  const match = /^([^@]+)@[^/]+\/(.+)$/.exec(inCache);
  if (match === null || isAbsolute(inCache)) return [];
  const [, module, file] = match;
  const vendored = `${unescapeModule(module!)}/${file}`;
  return [
    ...(roots.moduleCaches ?? []).map((cache) => exact(join(cache, escapeModule(inCache)))),
    ...ownFolders(roots).map((own) => ({ path: join(own, "vendor", vendored), exact: false })),
  ];
}

/** A capital as `!` and its small letter, so that file systems without case can keep them apart. */
function escapeModule(path: string): string {
  if (path.includes("!")) return path;
  const end = path.indexOf("/", path.indexOf("@"));
  const escaped = path.slice(0, end).replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
  return escaped + path.slice(end);
}

function unescapeModule(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The standard library of the Go that is here, which may be another version. */
function fromGoRoot(path: string, parts: readonly string[], roots: SourceRoots): SourceCandidate[] {
  const at = path.lastIndexOf("/src/");
  const inRoot = at >= 0 ? path.slice(at + "/src/".length) : isAbsolute(path) ? "" : path;
  // Import paths of the standard library have no dot in their first part, those of modules do.
  if (inRoot === "" || inRoot.split("/")[0]!.includes(".") || parts.length < 2) return [];
  return (roots.goRoots ?? []).map((root) => ({ path: join(root, "src", inRoot), exact: false }));
}

/** The path below the program's folder, with more and more of its beginning taken off. */
function fromOwnFolders(parts: readonly string[], roots: SourceRoots): SourceCandidate[] {
  return ownFolders(roots).flatMap((own) => [
    ...parts.map((_, i) => ({ path: join(own, ...parts.slice(i)), exact: false })),
    { path: join(own, "vendor", ...parts), exact: false },
  ]);
}
