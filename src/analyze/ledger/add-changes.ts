/** Adds to each line how it changed against an earlier ledger of the same process. */
import type { LedgerLine } from "../../model/ledger.ts";
import { eachLine } from "../../model/ledger.ts";

/** @param seconds between the two; undefined or 0: no rate */
export function addChanges(
  line: LedgerLine,
  earlier: LedgerLine,
  seconds: number | undefined,
): LedgerLine {
  const before = new Map<string, number>();
  for (const old of eachLine(earlier)) if (old.bytes !== null) before.set(keyOf(old), old.bytes);
  return withChange(line, before, seconds);
}

function withChange(
  line: LedgerLine,
  before: ReadonlyMap<string, number>,
  seconds: number | undefined,
): LedgerLine {
  const children = line.children.map((child) => withChange(child, before, seconds));
  const old = before.get(keyOf(line)) ?? (line.place === undefined ? undefined : 0);
  if (line.bytes === null || old === undefined) return { ...line, children };
  const bytes = line.bytes - old;
  const change = seconds ? { bytes, perSecond: bytes / seconds } : { bytes };
  return { ...line, change, children };
}

/** Lines of code change their rank from snapshot to snapshot; their place stays. */
function keyOf(line: LedgerLine): string {
  const { place } = line;
  return place === undefined ? line.id : `${place.function}\n${place.file}:${place.line}`;
}
