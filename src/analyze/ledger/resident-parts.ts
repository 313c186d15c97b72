/**
 * RSS by the lines of the ledger that make it up, for drawing it in time and for keeping it: of each
 * line only what is in RAM counts, so the parts of a moment add up to its RSS.
 */
import type { LedgerLine } from "../../model/ledger.ts";

export interface ResidentPart {
  readonly id: string;
  readonly title: string;
  /** Below 0 in a difference line only. */
  readonly bytes: number;
}

/** The lines below RSS, those of the heap one by one where they are known. None where RSS is not. */
export function residentParts(rss: LedgerLine | undefined): ResidentPart[] {
  return (rss?.children ?? []).flatMap((line) =>
    line.id === "go-heap" && line.children.some(({ bytes }) => bytes !== null)
      ? line.children.map(partOf)
      : [partOf(line)],
  );
}

function partOf({ id, title, bytes, resident }: LedgerLine): ResidentPart {
  return { id, title, bytes: resident ?? bytes ?? 0 };
}
