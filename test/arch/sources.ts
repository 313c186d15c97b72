/** The source files with what the architecture tests ask of them: lines, imports, functions. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export interface SourceFile {
  /** Path below the folder that was asked for, with slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  /** What stands between the quotes of its imports and exports, dynamic ones included. */
  readonly imports: readonly string[];
}

export interface FunctionSpan {
  readonly header: string;
  readonly lines: number;
}

const IMPORT = /^(?:import|export)\s(?:[^"';=]*?\sfrom\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/** @param folder below the project, e.g. "src" */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter(
      (name) => /\.tsx?$/.test(name) && !name.includes("fixtures") && !name.includes(".cache"),
    )
    .map((name) => readSource(folder, name));
}

function readSource(folder: string, name: string): SourceFile {
  const text = readFileSync(join(ROOT, folder, name), "utf8");
  const imports = text.matchAll(IMPORT);
  return {
    path: name.split(sep).join("/"),
    lines: text.replace(/\n$/, "").split("\n"),
    imports: [...imports].map((match) => (match[1] ?? match[2])!),
  };
}

/** The folder that a relative import leads to, below the sources: "../base/units.ts" → "base". */
export function folderOf(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return normalize(join(dirname(file.path), specifier)).split(sep)[0];
}

const HEADER =
  /\bfunction\b.*\{$|=> \{$|^\s*(?:(?:async|static|private|protected|override|get|set|readonly)\s+)*[*#]?[\w$]+(?:<[^(]*>)?\(.*\{$|^\s*\)(?::.*)? \{$/;
const CONTROL = /^\s*(?:\} )?(?:if|for|while|switch|catch|else|do|try|return|throw)\b/;

/**
 * Functions by their indentation: Biome's formatting, which CI checks, puts the closing brace where the
 * line of the opening one began. So no parser is needed.
 */
export function functionSpans({ lines }: SourceFile): FunctionSpan[] {
  const spans: FunctionSpan[] = [];
  for (const [at, line] of lines.entries()) {
    if (!HEADER.test(line) || (CONTROL.test(line) && !line.endsWith("=> {"))) continue;
    const indent = /^\s*/.exec(line)![0];
    const end = lines.findIndex((other, i) => i > at && other.startsWith(`${indent}}`));
    if (end > at) spans.push({ header: line.trim(), lines: end - at + 1 });
  }
  return spans;
}
