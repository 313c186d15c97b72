/** Shares of the whole: of RSS, or of the Go heap where RSS is not known. */
import { eachLine, findLine, type LedgerLine } from "../../../model/ledger.ts";

export interface Whole {
  readonly title: string;
  readonly bytes: number;
  /** Ids of the lines whose bytes are a part of it. */
  readonly ids: ReadonlySet<string>;
}

const WHOLES = [
  ["rss", "RSS"],
  ["go-heap", "heap"],
] as const;

export function findWhole(ledger: LedgerLine): Whole | undefined {
  for (const [id, title] of WHOLES) {
    const line = findLine(ledger, id);
    if (line === undefined || line.bytes === null || line.bytes <= 0) continue;
    return { title, bytes: line.bytes, ids: new Set(idsOf(line)) };
  }
  return undefined;
}

function* idsOf(line: LedgerLine): Generator<string> {
  for (const { id } of eachLine(line)) yield id;
}
