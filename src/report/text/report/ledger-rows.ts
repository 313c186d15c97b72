/**
 * The ledger's tree as rows from top to bottom: each with the rails that lead to it, and small
 * lines folded into one that says how many they are. The fold carries their sum, so that what is
 * shown still adds up.
 */
import { MiB } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";

export interface LedgerRow {
  /** `│  ├─ `, or "" for the root. */
  readonly rails: string;
  /** The line, or undefined for a fold. */
  readonly line: LedgerLine | undefined;
  /** Of the line, or of the first in a fold. */
  readonly id: string;
  readonly title: string;
  readonly bytes: number | null;
  readonly resident: number | null;
  readonly change: LedgerLine["change"];
}

export interface FoldOptions {
  /** Bytes of RSS, the measure of what is small; null where it is not known. */
  readonly rss: number | null;
  /** Show every line. */
  readonly all: boolean;
  /** Ids that are never folded, e.g. of the lines that a verdict speaks of. */
  readonly keep: ReadonlySet<string>;
}

const SMALL = MiB;
const SMALL_SHARE = 0.01;

export function ledgerRows(root: LedgerLine, options: FoldOptions): LedgerRow[] {
  return [lineRow(root, ""), ...childRows(root, "", options)];
}

function childRows(parent: LedgerLine, rails: string, options: FoldOptions): LedgerRow[] {
  if (isClosed(parent, options)) return [];
  const { shown, folded } = foldSmall(parent.children, options);
  const rows: LedgerRow[] = [];
  for (const [at, child] of shown.entries()) {
    const isLast = at === shown.length - 1 && folded.length === 0;
    rows.push(lineRow(child, `${rails}${isLast ? "└─ " : "├─ "}`));
    rows.push(...childRows(child, `${rails}${isLast ? "   " : "│  "}`, options));
  }
  if (folded.length > 0) rows.push(foldRow(folded, `${rails}└─ `));
  return rows;
}

/** Of these the title says what they are but for a small part, so that the parts would say no more. */
const CLOSED_WITH_SMALL_PART: ReadonlySet<string> = new Set(["program-file"]);

function isClosed({ id, children }: LedgerLine, options: FoldOptions): boolean {
  if (options.all || !CLOSED_WITH_SMALL_PART.has(id)) return false;
  const isKept = children.some((child) => options.keep.has(child.id));
  return !isKept && children.some((child) => isSmall(child, options));
}

function lineRow(line: LedgerLine, rails: string): LedgerRow {
  const { id, title, bytes, change } = line;
  return { rails, line, id, title, bytes, resident: line.resident ?? bytes, change };
}

/** One small line alone is shown: a fold would take as much room as it. */
function foldSmall(lines: readonly LedgerLine[], options: FoldOptions) {
  const folded = options.all ? [] : lines.filter((line) => isSmall(line, options));
  if (folded.length < 2) return { shown: lines, folded: [] };
  return { shown: lines.filter((line) => !folded.includes(line)), folded };
}

function isSmall(line: LedgerLine, options: FoldOptions): boolean {
  if (line.bytes === null || options.keep.has(line.id)) return false;
  const moved = Math.max(Math.abs(line.bytes), Math.abs(line.change?.bytes ?? 0));
  const share = options.rss === null ? 0 : Math.abs(line.bytes) / options.rss;
  return moved < SMALL && share < SMALL_SHARE && line.children.every((c) => isSmall(c, options));
}

function foldRow(lines: readonly LedgerLine[], rails: string): LedgerRow {
  const sum = (of: (line: LedgerLine) => number) => lines.reduce((total, l) => total + of(l), 0);
  const hasChange = lines.some((line) => line.change !== undefined);
  const hasRate = lines.some((line) => line.change?.perSecond !== undefined);
  const perSecond = sum((line) => line.change?.perSecond ?? 0);
  const change = { bytes: sum((line) => line.change?.bytes ?? 0) };
  return {
    rails,
    line: undefined,
    id: lines[0]!.id,
    title: `… ${lines.length} smaller lines`,
    bytes: sum((line) => line.bytes ?? 0),
    resident: sum((line) => line.resident ?? line.bytes ?? 0),
    change: hasChange ? (hasRate ? { ...change, perSecond } : change) : undefined,
  };
}
