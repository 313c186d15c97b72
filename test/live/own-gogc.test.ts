/** A program that holds 64 MiB under debug.SetGCPercent(800), while its environment says nothing of GOGC. */
import { expect, test } from "vitest";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { ledgerAlone } from "../../src/live/looks/make-looks.ts";
import { ownGogc, withGogc } from "../../src/live/looks/own-gogc.ts";
import { findLine, type LedgerLine } from "../../src/model/ledger.ts";
import { readCapture } from "../support/captures.ts";

const MiB = 2 ** 20;
const { go, snapshots } = decodeBundle(readCapture("probe/go1.26"), { gunzip });

const { runtimeMetrics: _, ...probe } = snapshots[0]!;
const memStats = { ...probe.memStats!, HeapAlloc: 300 * MiB, NextGC: 9 * 64 * MiB, NumGC: 20 };
const snapshot = { ...probe, memStats };

function ledgerOf(bytes: number, range: readonly [number, number]): LedgerLine {
  return { id: "live", bytes, range, children: [] } as unknown as LedgerLine;
}

const liveOf = (ledger: LedgerLine) => findLine(ledger, "live")!.bytes! / MiB;

test("it is told by what the heap profile has, and then the goal gives what is live", () => {
  const alone = ledgerAlone(snapshot, go);
  expect(liveOf(alone)).toBeGreaterThan(280);
  const gogc = ownGogc(snapshot, ledgerOf(64 * MiB, [58 * MiB, 70 * MiB]), alone)!;
  expect(gogc).toBeGreaterThan(780);
  expect(gogc).toBeLessThanOrEqual(800);
  const later = { ...snapshot, memStats: { ...memStats, NextGC: 9 * 80 * MiB } };
  expect(liveOf(ledgerAlone(withGogc(later, gogc), go))).toBeCloseTo(80, -0.5);
});

test("where the two are the same, the GOGC that was read holds", () => {
  const alone = ledgerAlone(snapshot, go);
  const same = ledgerOf(278 * MiB, [240 * MiB, 310 * MiB]);
  expect(ownGogc(snapshot, same, alone)).toBeUndefined();
  expect(withGogc(snapshot, undefined)).toBe(snapshot);
});
