/**
 * A source that is not where pprof looks: in GOROOT, in the module cache or in a vendor folder, where
 * a program built elsewhere or with -trimpath has it. Only what is clearly the same file will do: one
 * whose path names its version, or one in which the profile's functions begin on the lines where they
 * began when the program was compiled. Lines of another version would be blamed for nothing.
 */
import type { Profile } from "../../model/profile.ts";
import { cleanPath } from "../graph/clean-path.ts";
import type { ReportInput, SourceRead } from "../report-input.ts";
import { trimPath } from "../trim-path.ts";
import { SourceLines } from "./source-lines.ts";

type Sources = Pick<ReportInput, "profile" | "settings" | "host">;

interface Declared {
  readonly name: string;
  readonly line: number;
}

/** A file of the profile, and the functions in it whose first lines are known. */
interface Recorded {
  /** Its path in the profile, before prefixes were taken off it. */
  path: string;
  readonly functions: Declared[];
}

/** Of a path as a report shows it: undefined where nothing is surely it, or nobody asked for this. */
export function elsewhereFinder(sources: Sources): (path: string) => SourceRead | undefined {
  const { host } = sources;
  let files: ReadonlyMap<string, Recorded> | undefined;
  return (path) => {
    if (host.sourceCandidates === undefined) return undefined;
    files ??= recordedFiles(sources);
    const recorded = files.get(path) ?? { path, functions: [] };
    for (const { path: candidate, exact } of host.sourceCandidates(recorded.path)) {
      const read = host.readSource(candidate);
      if (!("bytes" in read)) continue;
      if (exact || declaresAll(new SourceLines(read.bytes), recorded.functions)) return read;
    }
    return undefined;
  };
}

/** By their path as a report shows it. */
function recordedFiles({ profile, settings }: Sources): Map<string, Recorded> {
  const { functions, strings } = profile;
  const files = new Map<string, Recorded>();
  for (let row = 0; row < functions.length; row++) {
    const path = strings.get(functions.filename[row]!);
    const shown = shownAs(path, settings);
    const file = files.get(shown) ?? { path, functions: [] };
    files.set(shown, file);
    file.path = path;
    const line = functions.startLine[row]!;
    if (line > 0) file.functions.push({ name: nameOf(profile, row), line });
  }
  return files;
}

function shownAs(file: string, { trim_path, source_path }: Sources["settings"]): string {
  return file === "" ? "" : cleanPath(trimPath(file, trim_path, source_path));
}

function nameOf({ functions, strings }: Profile, row: number): string {
  return strings.get(functions.name[row]!);
}

function declaresAll(lines: SourceLines, functions: readonly Declared[]): boolean {
  return (
    functions.length > 0 && functions.every(({ name, line }) => declares(lines.line(line), name))
  );
}

/** Names that the compiler gives: of closures, and of what `go` and `defer` call. */
const NAMELESS = /^(?:func|gowrap|deferwrap|init)?\d+$/;

function declares(line: string | Uint8Array | undefined, name: string): boolean {
  if (typeof line !== "string") return false;
  const plain = name.replace(/\[.*\]/g, "");
  const last = plain.slice(plain.lastIndexOf(".") + 1).replace(/-(?:fm|range\d+)$/, "");
  if (NAMELESS.test(last)) return /\b(?:func|go|defer)\b/.test(line);
  return /\b(?:func|TEXT)\b/.test(line) && line.includes(last);
}
