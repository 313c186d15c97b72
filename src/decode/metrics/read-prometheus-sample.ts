/**
 * One sample line of the Prometheus text format or of OpenMetrics:
 *   name value | name{label="text",…} value [timestamp] [# exemplar]
 */
export interface PrometheusSample {
  readonly name: string;
  /** The text between the braces, "" without any. */
  readonly labels: string;
  readonly value: number;
}

const NAME = /[a-zA-Z_:][\w:]*/y;
/** Label text may hold any character, braces too, inside of quotes. */
const LABELS = /\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}/y;
const VALUE = /[ \t]+([^\s#]+)/y;
const INFINITIES: ReadonlyMap<string, number> = new Map([
  ["+inf", Number.POSITIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

/** Undefined for a comment, an empty line, or anything else that is no sample. */
export function readPrometheusSample(line: string): PrometheusSample | undefined {
  const name = matchAt(NAME, line, 0)?.[0];
  if (name === undefined) return undefined;
  const space = /[ \t]*/y;
  const labelStart = name.length + (matchAt(space, line, name.length)?.[0].length ?? 0);
  const labels = line[labelStart] === "{" ? matchAt(LABELS, line, labelStart)?.[0] : "";
  if (labels === undefined) return undefined;
  const valueStart = labels === "" ? name.length : labelStart + labels.length;
  const token = matchAt(VALUE, line, valueStart)?.[1];
  if (token === undefined) return undefined;
  const value = numberOf(token);
  return value === undefined ? undefined : { name, labels: labels.slice(1, -1), value };
}

/** The text of one label, with its escapes undone, or undefined. */
export function labelOf(labels: string, key: string): string | undefined {
  const pair = /[\s,]*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/y;
  for (let match = pair.exec(labels); match !== null; match = pair.exec(labels)) {
    if (match[1] === key) return match[2]!.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c));
  }
  return undefined;
}

function numberOf(token: string): number | undefined {
  if (/^nan$/i.test(token)) return Number.NaN;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token)) return Number(token);
  return INFINITIES.get(token.toLowerCase());
}

function matchAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}
