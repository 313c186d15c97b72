/**
 * Where the source of a recorded path is read from: the rules of `go tool pprof`, whose order decides
 * which of two files of the same name is shown. An absolute path is what it is, unless a prefix is
 * taken off it; a relative one is looked for in each search folder and in all folders above that.
 */
import { cleanPath } from "../graph/clean-path.ts";
import type { SourceRead } from "../report-input.ts";
import { splitList, trimPath } from "../trim-path.ts";

export interface SourceSearch {
  /** `:` lists; `searchPath` is not empty. */
  readonly searchPath: string;
  readonly trimPath: string;
  read(path: string): SourceRead;
}

/** The file, or what pprof says where there is none. */
export function findSource(recorded: string, search: SourceSearch): SourceRead {
  const { searchPath } = search;
  const path = trimPath(recorded, search.trimPath, searchPath);
  if (path.startsWith("/")) return search.read(path);
  for (const folder of splitList(searchPath)) {
    for (const place of andAbove(folder)) {
      const found = search.read(cleanPath(place === "" ? path : `${place}/${path}`));
      if ("bytes" in found) return found;
    }
  }
  return { error: `could not find file ${path} on path ${searchPath}` };
}

/** The folder and those above it, up to the root or to where a relative one begins. */
function andAbove(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; parentOf(at) !== at; ) {
    at = parentOf(at);
    folders.push(at);
  }
  return folders;
}

/** As Go's filepath.Dir: what stands before the last slash, cleaned; `.` for none. */
function parentOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf("/") + 1));
}
