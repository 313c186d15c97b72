/** A profile of another collection than what is live is said to be that, wherever its lines are shown. */
import { expect, test } from "vitest";
import { MiB } from "../../src/base/units.ts";
import type { LedgerLine } from "../../src/model/ledger.ts";
import { linesRemark } from "../../src/model/lines-remark.ts";

function liveWith(id: string, bytes: number): LedgerLine {
  const child = { id, bytes: -100 * MiB, children: [] };
  const live = { id: "live", bytes, children: [child] };
  return { id: "rss", bytes: 200 * MiB, children: [live] } as unknown as LedgerLine;
}

test.each([
  ["freed-since-profile", /^These lines are of the collection before .* found only 2\.00 MiB live/],
  ["newer-in-profile", /^These lines have what was allocated since the last collection/],
])("%s", (id, remark) => {
  expect(linesRemark(liveWith(id, 2 * MiB))).toMatch(remark);
});

test("lines of what is live need none", () => {
  expect(linesRemark(liveWith("sampling-difference", 2 * MiB))).toBeUndefined();
});
