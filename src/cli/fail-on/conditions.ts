/**
 * `--fail-on`: a verdict's id, or a threshold on a line of the ledger (`rss>500MiB`). Parsed before
 * anything is read, so that a typo costs no capture.
 */
import { LINE_DOCS } from "../../analyze/ledger/line-docs.ts";
import { RULES } from "../../analyze/verdicts/rules.ts";
import { similarWord } from "../../base/similar-word.ts";
import { parseBytes } from "../../base/units.ts";
import { usageError } from "../options/values.ts";

export type Comparison = ">" | ">=" | "<" | "<=";

export type FailCondition =
  | { readonly kind: "verdict"; readonly text: string; readonly id: string }
  | {
      readonly kind: "threshold";
      readonly text: string;
      readonly id: string;
      readonly comparison: Comparison;
      readonly bytes: number;
    };

/** Throws RES_USAGE with the known ids and titles where there is no such verdict or line. */
export function parseFailOn(text: string): FailCondition {
  const match = /^\s*([^<>=]+?)\s*(>=|<=|>|<)\s*(.+?)\s*$/.exec(text);
  if (match === null) return parseVerdict(text);
  const [, name, comparison, size] = match;
  const id = lineId(name!);
  if (id === undefined) {
    const hint = meant(name!, Object.keys(LINE_DOCS)) ?? `Its lines: ${lineNames()}.`;
    throw usageError(`--fail-on: the ledger has no line "${name}"`, hint);
  }
  const bytes = parseBytes(size!);
  if (bytes === undefined) {
    throw usageError(`--fail-on: "${size}" is not a size`, "Write it as --fail-on 'rss>500MiB'.");
  }
  return { kind: "threshold", text, id, comparison: comparison as Comparison, bytes };
}

function parseVerdict(text: string): FailCondition {
  if (RULES.some((rule) => rule.id === text)) return { kind: "verdict", text, id: text };
  const ids = RULES.map((rule) => rule.id);
  throw usageError(
    `--fail-on: "${text}" is neither a verdict nor a threshold`,
    meant(text, ids) ??
      `Verdicts: ${ids.join(", ")}. Thresholds look like 'rss>500MiB'; lines: ${lineNames()}.`,
  );
}

/** A slip of the finger, or a name that begins as a known one does. */
function meant(name: string, known: readonly string[]): string | undefined {
  const begins = (one: string) => name.startsWith(one) || one.startsWith(name);
  const found = similarWord(name, known) ?? known.find(begins);
  return found === undefined ? undefined : `Did you mean ${found}?`;
}

/** By its id, or its title as the report prints it. */
function lineId(name: string): string | undefined {
  if (Object.hasOwn(LINE_DOCS, name)) return name;
  const isTitled = ([, { title }]: [string, { title: string }]) =>
    title.toLowerCase() === name.toLowerCase();
  return Object.entries(LINE_DOCS).find(isTitled)?.[0];
}

/** With the titles that the report prints, by which a reader knows them. */
function lineNames(): string {
  const names = Object.entries(LINE_DOCS).map(([id, { title }]) =>
    id === title.toLowerCase() ? id : `${id} (${title})`,
  );
  return names.join(", ");
}
