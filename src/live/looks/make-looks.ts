/** From the bytes of a look to what the faces show: decoded, as a ledger, and as a report. */
import { costOfAsking } from "../../analyze/cost-of-asking.ts";
import { explain } from "../../analyze/explain.ts";
import { buildLedger } from "../../analyze/ledger/build-ledger.ts";
import { prepareLedger } from "../../analyze/ledger/ledger-input.ts";
import { findLimits } from "../../analyze/limits.ts";
import { gunzip } from "../../collect/gunzip.ts";
import type { LookCost } from "../../collect/looks/look-schedule.ts";
import type { TakenLook } from "../../collect/looks/looker.ts";
import { decodeBundle } from "../../decode/recording.ts";
import type { RawSnapshot } from "../../model/bundle.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import type { Recording, Snapshot } from "../../model/snapshot.ts";
import type { ProfileLook, ProgramLook } from "./look.ts";
import { withGogc } from "./own-gogc.ts";

/** A recording of this look alone. Throws a ResidentError where nothing in it can be used. */
export function decodeLook(target: string, raw: RawSnapshot): Recording {
  return decodeBundle({ target, files: new Map(), snapshots: [raw] }, { gunzip });
}

export function costOf(
  { askedSeconds, readSeconds }: TakenLook,
  { snapshots }: Recording,
): LookCost {
  return { askedSeconds, readSeconds, bytes: costOfAsking(snapshots[0]!) };
}

/** By MemStats and mappings. */
export function ledgerAlone(snapshot: Snapshot, go: Recording["go"]): LedgerLine {
  return buildLedger(prepareLedger(snapshot, go, undefined, undefined));
}

/** @param gogc that the program has set itself, as far as known */
export function programLook(
  { time, goroutines }: TakenLook,
  { snapshots, go }: Recording,
  askedBytes: number,
  every: number,
  gogc?: number,
): ProgramLook {
  const snapshot = snapshots[0]!;
  return {
    kind: "program",
    time,
    ledger: ledgerAlone(withGogc(snapshot, gogc), go),
    memStats: snapshot.memStats,
    goroutines: goroutines ?? snapshot.goroutines?.total ?? null,
    askedBytes,
    limit: findLimits(snapshot, go)[0],
    every,
  };
}

/** @param history of this run, the look itself last */
export function profileLook(history: Recording, time: number, every: number): ProfileLook {
  return {
    kind: "profile",
    time,
    report: explain(history),
    go: history.go,
    snapshot: history.snapshots.at(-1)!,
    every,
  };
}
