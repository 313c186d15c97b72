/** The ledger of what a recorder kept is the one that was made of the mappings, as far as it goes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ledgersOf } from "../../src/analyze/explain.ts";
import { buildLedger } from "../../src/analyze/ledger/build-ledger.ts";
import { prepareLedger } from "../../src/analyze/ledger/ledger-input.ts";
import { residentParts } from "../../src/analyze/ledger/resident-parts.ts";
import { KiB } from "../../src/base/units.ts";
import { eachLine, findLine, type LedgerLine } from "../../src/model/ledger.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { snapshots } from "../support/random-snapshot.ts";
import { recordingOf } from "../web/support/page-of.ts";

const GO = { raw: "go1.23", major: 1, minor: 23, patch: 0 };

/** The look as a store gives it back. */
function kept(snapshot: Snapshot, ledger: LedgerLine): Snapshot {
  const { addressSpace: _, ...rest } = snapshot;
  const rss = findLine(ledger, "rss")!;
  const resident = new Map(residentParts(rss).map(({ id, bytes }) => [id, bytes]));
  return {
    ...rest,
    status: { name: "a", pid: 1, vmRss: rss.bytes! },
    keptMappings: { virt: ledger.bytes!, resident },
  };
}

function bytesById(ledger: LedgerLine): Map<string, number> {
  return new Map(
    [...eachLine(ledger)].flatMap(({ id, bytes }) => (bytes === null ? [] : [[id, bytes]])),
  );
}

test("each line that it has is as it was, and their parts add up", () => {
  fc.assert(
    fc.property(snapshots, (snapshot) => {
      fc.pre(snapshot.addressSpace !== undefined && snapshot.memStats !== undefined);
      const ledgerOf = (one: Snapshot) => buildLedger(prepareLedger(one, GO, undefined, undefined));
      const whole = ledgerOf(snapshot);
      const again = ledgerOf(kept(snapshot, whole));
      const before = bytesById(whole);
      for (const { id, bytes, children } of eachLine(again)) {
        const isUnsure = id === "gc-bitmap" || id === "heap-difference";
        if (!isUnsure) expect(bytes, id).toBe(before.get(id) ?? null);
        const counted = children.flatMap((child) => child.bytes ?? []);
        if (counted.length > 0)
          expect(
            counted.reduce((sum, one) => sum + one),
            id,
          ).toBe(bytes);
      }
    }),
    { numRuns: 500 },
  );
});

const PROBES = [
  "go1.4",
  "go1.5",
  "go1.8",
  "go1.11",
  "go1.12",
  "go1.14",
  "go1.16",
  "go1.19",
  "go1.23",
  "go1.26",
];

test.each([...PROBES.map((version) => `probe/${version}`), "seed/go1.4.3", "seed/go1.19.8"])(
  "of the real looks of %s too, also where what is in RAM is spread",
  async (name) => {
    const recording = await recordingOf(`test/fixtures/captures/${name}`);
    const ledgers = ledgersOf(recording).map(({ ledger }) => ledger);
    const looks = recording.snapshots.map((snapshot, i) => kept(snapshot, ledgers[i]!));
    const again = ledgersOf({ ...recording, snapshots: looks });
    for (const [i, ledger] of ledgers.entries()) {
      const before = bytesById(ledger);
      const after = bytesById(again[i]!.ledger);
      for (const id of [
        "virt",
        "rss",
        "go-heap",
        "live",
        "stacks",
        "gc-bitmap",
        "heap-difference",
      ]) {
        const apart = Math.abs(after.get(id)! - before.get(id)!);
        expect(apart, `${id} of look ${i + 1}`).toBeLessThanOrEqual(
          id === "gc-bitmap" || id === "heap-difference" ? KiB : 0,
        );
      }
    }
  },
);
