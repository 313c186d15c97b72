/** The text that YAML was read from: where a node stands, and how an error in it is said. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { ResidentError } from "../../base/errors.ts";

export interface YamlProblem {
  readonly line: number;
  /** Path of the key, or "file". */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** A known key that may have been meant. */
  readonly similar?: string | undefined;
}

export class YamlSource {
  /** Makes the error of the format that is read. */
  readonly error: (problem: YamlProblem) => ResidentError;
  private readonly lines: LineCounter;

  constructor(lines: LineCounter, error: (problem: YamlProblem) => ResidentError) {
    this.lines = lines;
    this.error = error;
  }

  /** 0 where the node has no place. */
  lineOf(node: unknown): number {
    const range = (node as Node | null | undefined)?.range;
    return range === null || range === undefined ? 0 : this.lines.linePos(range[0]).line;
  }
}

/** What is found in a file that has nothing, or nothing but comments. */
export const EMPTY = "an empty file";

/**
 * The outermost map of a YAML 1.2 text.
 * @param expected what the file should be, for a message
 * @throws what `error` makes
 */
export function parseYaml(
  text: string,
  expected: string,
  error: (problem: YamlProblem) => ResidentError,
): { readonly map: YAMLMap; readonly source: YamlSource } {
  const { node, source } = parseYamlNode(text, error);
  if (isMap(node)) return { map: node, source };
  throw error({ line: 1, field: "file", expected, found: node === null ? EMPTY : wordsFor(node) });
}

/** The outermost node, whatever it is. */
export function parseYamlNode(
  text: string,
  error: (problem: YamlProblem) => ResidentError,
): { readonly node: unknown; readonly source: YamlSource } {
  const lines = new LineCounter();
  const options = { lineCounter: lines, strict: true, uniqueKeys: true, version: "1.2" } as const;
  const document = parseDocument(text, options);
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    throw error({ line, field: "file", expected: "YAML", found: firstLine(broken.message) });
  }
  return { node: document.contents, source: new YamlSource(lines, error) };
}

/** A node as it is said in a message. */
export function wordsFor(node: unknown): string {
  if (isScalar(node)) return JSON.stringify(node.value ?? "nothing").slice(0, 60);
  if (isAlias(node)) return "an alias";
  if (isMap(node)) return "a map";
  return isSeq(node) ? "a list" : "something else";
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!.replace(/ at line \d+, column \d+:?$/, "");
}
