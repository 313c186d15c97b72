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

/** `path`: as a report shows it. Undefined where nothing is surely it, or nobody asked for this. */
export function findElsewhere(path: string, sources: Sources): SourceRead | undefined {
  const { host } = sources;
  if (host.sourceCandidates === undefined) return undefined;
  const { recorded, functions } = recordedAs(path, sources);
  for (const { path: candidate, exact } of host.sourceCandidates(recorded)) {
    const read = host.readSource(candidate);
    if ("bytes" in read && (exact || declaresAll(new SourceLines(read.bytes), functions))) {
      return read;
    }
  }
  return undefined;
}

/** The path in the profile, before prefixes were taken off it, and the functions in that file. */
function recordedAs(path: string, { profile, settings }: Sources) {
  const { functions, strings } = profile;
  const declared: Declared[] = [];
  let recorded = path;
  for (let row = 0; row < functions.length; row++) {
    const file = strings.get(functions.filename[row]!);
    if (shownAs(file, settings) !== path) continue;
    recorded = file;
    const line = functions.startLine[row]!;
    if (line > 0) declared.push({ name: nameOf(profile, row), line });
  }
  return { recorded, functions: declared };
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
