/** Small constructors for ledger lines, so that each says its basis and source in one place. */
import type { Basis, LedgerLine } from "../../model/ledger.ts";
import { LINE_DOCS } from "./line-docs.ts";

export interface LineFacts {
  readonly bytes: number;
  readonly source: string;
  readonly basis?: Basis;
  readonly range?: readonly [number, number] | undefined;
  readonly formula?: string | undefined;
  readonly note?: string | undefined;
  readonly resident?: number | undefined;
  readonly children?: readonly LedgerLine[];
}

/** A line with a number. Undefined facts are left out, as the JSON should have it. */
export function makeLine(id: string, facts: LineFacts): LedgerLine {
  return {
    id,
    title: titleOf(id),
    bytes: facts.bytes,
    ...(facts.range === undefined ? {} : { range: facts.range }),
    basis: facts.basis ?? "counted",
    source: facts.source,
    ...(facts.formula === undefined ? {} : { formula: facts.formula }),
    ...(facts.note === undefined ? {} : { note: facts.note }),
    ...(facts.resident === undefined ? {} : { resident: facts.resident }),
    children: facts.children ?? [],
  };
}

/** A line whose source is missing. */
export function missingLine(
  id: string,
  missing: { readonly reason: string; readonly remedy?: string },
  source: string,
  children: readonly LedgerLine[] = [],
): LedgerLine {
  return { id, title: titleOf(id), bytes: null, basis: "counted", source, missing, children };
}

function titleOf(id: string): string {
  return LINE_DOCS[id]?.title ?? id;
}

/** Sum of the children that have a number. */
export function sumOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((sum, line) => sum + (line.bytes ?? 0), 0);
}
