/**
 * Where several files say the same, which one is taken: a report names one number, and always from
 * the same source for the same files.
 */
import type { Goroutines } from "../../model/goroutines.ts";
import type { MemStats, MemStatsSource } from "../../model/mem-stats.ts";
import type { Profile } from "../../model/profile.ts";
import { hideRuntime } from "../heap-text/hide-runtime.ts";
import { applySymbols } from "../symbols/apply-symbols.ts";
import type { DraftProfile, SnapshotDraft } from "./snapshot-draft.ts";

/**
 * The first two come from one stop-the-world read each, so that their identities hold; /debug/vars
 * also has BySize. runtime/metrics and /metrics are put together from several reads.
 */
const MEM_STATS_ORDER: readonly MemStatsSource[] = [
  "/debug/vars",
  "heap?debug=1",
  "runtime/metrics",
  "/metrics",
];

export function chooseMemStats(draft: SnapshotDraft): MemStats | undefined {
  const source = MEM_STATS_ORDER.find((candidate) => draft.memStats.has(candidate));
  return source === undefined ? undefined : draft.memStats.get(source);
}

/**
 * profile.proto first: its values are scaled up already. But one without names (Go 1.8, or text
 * from Go ≤ 1.7) gives way to the text with names, and without that is named by symbol.txt. An
 * allocs profile has the values of a heap profile in it, and stands in where there is none.
 */
export function chooseHeap(draft: SnapshotDraft): Profile | undefined {
  const candidates = [draft.heap, draft.heapText, draft.allocs];
  const best = candidates.find(isNamed) ?? candidates.find((each) => each !== undefined);
  return best === undefined ? undefined : nameFrames(best, draft);
}

function isNamed(candidate: DraftProfile | undefined): boolean {
  return candidate !== undefined && !candidate.addressesOnly;
}

/**
 * The profile with the names of symbol.txt, where it needs them and they are there, and without the runtime's
 * frames at its leaves, which of the two forms the text alone has.
 */
export function nameFrames(draftProfile: DraftProfile, draft: SnapshotDraft): Profile {
  const { profile, addressesOnly } = draftProfile;
  const symbols = addressesOnly ? draft.symbols : undefined;
  const named = symbols === undefined ? profile : applySymbols(profile, symbols);
  return named.rawCounts ? hideRuntime(named) : named;
}

/** The full dump tells states and waits; but not where it was cut off. */
export function chooseGoroutines(draft: SnapshotDraft): Goroutines | undefined {
  const { goroutineDump, goroutineText, goroutineProfile } = draft;
  if (goroutineDump !== undefined && !goroutineDump.truncated) return goroutineDump;
  return goroutineText ?? goroutineProfile ?? goroutineDump;
}
