/** RSS as the parts that make it up, whatever is known of the heap. */
import { expect, test } from "vitest";
import { makeLine, missingLine } from "../../src/analyze/ledger/make-line.ts";
import { residentParts } from "../../src/analyze/ledger/resident-parts.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";

const line = (id: string, bytes: number, children: readonly LedgerLine[] = []) =>
  makeLine(id, { bytes, source: "smaps", children });

function partsOf(heap: LedgerLine): (string | number)[][] {
  const rss = line("rss", 150, [heap, line("program-file", 50)]);
  return residentParts(rss).map(({ id, bytes }) => [id, bytes]);
}

test("the heap line by line", () => {
  const heap = line("go-heap", 100, [line("live", 70), line("idle", 30)]);
  expect(partsOf(heap)).toEqual([
    ["live", 70],
    ["idle", 30],
    ["program-file", 50],
  ]);
});

test("the heap as one where none of its lines is known", () => {
  const heap = line("go-heap", 100, [missingLine("live", { reason: "not asked" }, "MemStats")]);
  expect(partsOf(heap)).toEqual([
    ["go-heap", 100],
    ["program-file", 50],
  ]);
});
