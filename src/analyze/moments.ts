/**
 * The ledger of every look. Whether the program has set GOGC or a memory limit itself is decided here for
 * all of them together: one look alone can't always tell a goal that is too low from a heap that fell.
 */
import { findLine } from "../model/ledger.ts";
import type { Recording, Snapshot } from "../model/snapshot.ts";
import { buildLedger } from "./ledger/build-ledger.ts";
import type { CodeEstimate } from "./ledger/ledger-input.ts";
import { prepareLedger } from "./ledger/ledger-input.ts";
import { mayHaveNewer } from "./ledger/live/early-profile.ts";
import type { OtherLooks } from "./ledger/live/live-estimate.ts";
import { withCollections } from "./ledger/live/since-collection.ts";
import type { Moment } from "./verdicts/rule/context.ts";

/** @param codes of each snapshot, what its heap profile tells */
export function momentsOf(
  recording: Recording,
  codes: readonly (CodeEstimate | undefined)[],
): Moment[] {
  const snapshots = withCollections(recording.snapshots);
  const all = (looks: OtherLooks) =>
    snapshots.map((snapshot, i) => momentOf(recording, snapshot, codes[i], looks));
  const moments = all(snapshots.length === 1 ? "none" : "doubt");
  if (moments.every(setsOwnGogc) || snapshots.length === 1) return moments;
  const own = all("own-gogc");
  if (moments.some(setsOwnGogc) || isTooLowThroughout(own)) return own;
  return fitsMostly(moments) ? all("fit") : moments;
}

/**
 * Looks in which goal and profile agree settle it for one in which the heap may have moved. Not where
 * more of them doubt it: the program may set GOGC at any time.
 */
function fitsMostly(moments: readonly Moment[]): boolean {
  const doubts = moments.filter(({ perhapsUnderOtherGogc }) => perhapsUnderOtherGogc !== undefined);
  const fits = moments.filter(({ fitsGogc }) => fitsGogc === true);
  return doubts.length > 0 && fits.length >= doubts.length;
}

/** So many looks in a row, with new collections and so a new profile in each, show no falling heap. */
const LOOKS = 3;
const NEW_PROFILE = 2;

function isTooLowThroughout(moments: readonly Moment[]): boolean {
  const isTooLow = ({ underOtherGogc, ledger }: Moment) =>
    underOtherGogc !== undefined && underOtherGogc < (findLine(ledger, "live")?.bytes ?? 0);
  const count = ({ snapshot }: Moment) => snapshot.memStats?.NumGC ?? 0;
  // Of the first collections the profile may have more than was live.
  const told = moments.filter(({ snapshot: { memStats } }) => {
    return memStats === undefined || !mayHaveNewer(memStats);
  });
  const isNew = (moment: Moment, i: number) =>
    i === 0 || count(moment) - count(told[i - 1]!) >= NEW_PROFILE;
  return told.length >= LOOKS && told.every(isTooLow) && told.every(isNew);
}

function setsOwnGogc({ underOtherGogc }: Moment): boolean {
  return underOtherGogc !== undefined;
}

function momentOf(
  { go, gcLog }: Recording,
  snapshot: Snapshot,
  code: CodeEstimate | undefined,
  looks: OtherLooks,
): Moment {
  const input = prepareLedger(snapshot, go, gcLog, code, looks);
  const { underOtherGogc, perhapsUnderOtherGogc, fitsGogc } = input.live ?? {};
  return {
    snapshot,
    ledger: buildLedger(input),
    ...(underOtherGogc !== undefined && { underOtherGogc }),
    ...(perhapsUnderOtherGogc !== undefined && { perhapsUnderOtherGogc }),
    ...(fitsGogc === true && { fitsGogc }),
  };
}
