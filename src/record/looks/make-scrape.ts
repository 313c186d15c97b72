/** From a decoded look to what the store keeps of it. Pure. */
import { totalInuse } from "../../analyze/code/code-lines.ts";
import { historyOfMemStats } from "../../analyze/gc/cycles-of-mem-stats.ts";
import { buildLedger } from "../../analyze/ledger/build-ledger.ts";
import { type CodeEstimate, prepareLedger } from "../../analyze/ledger/ledger-input.ts";
import { residentParts } from "../../analyze/ledger/resident-parts.ts";
import { withoutFirstOfP } from "../../analyze/sampling/first-of-p.ts";
import { hasPopulation, recoverSamples } from "../../analyze/sampling/recover-samples.ts";
import { samplingLaw } from "../../analyze/sampling/sampling-law.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";
import type { MemStats } from "../../model/mem-stats.ts";
import type { Profile } from "../../model/profile.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Collection, Figures, HeapSamples, Scrape } from "../../store/store.ts";

export interface DecodedLook {
  readonly time: number;
  readonly snapshot: Snapshot;
  readonly go: GoVersion | undefined;
  /** As the program's index page counts them. */
  readonly goroutines: number | undefined;
  readonly heap: "taken" | "same" | "none";
  /** Share of a core since the look before. */
  readonly cpu: number | null;
  /** What the newest heap profile says is in use; of an earlier look, where this one took none. */
  readonly code: CodeEstimate | undefined;
  /**
   * MemStats of the look before, where this one left the program alone. What RSS is made of is told with
   * them: the kernel's numbers are new, Go's are held, and the ledger's difference line is what lies between.
   */
  readonly held: MemStats | undefined;
}

/** What the ledger needs of a heap profile: a line of the ledger is a sum, so no lines of code. */
export function codeEstimate(profile: Profile, go: GoVersion | undefined): CodeEstimate {
  const { bytes, bytesRange } = totalInuse(profile, go);
  return { lines: [], bytes, range: bytesRange };
}

export function ledgerOf({ snapshot, go, code, held }: DecodedLook): LedgerLine {
  const seen = held === undefined ? snapshot : { ...snapshot, memStats: held };
  return buildLedger(prepareLedger(seen, go, undefined, code));
}

export function makeScrape(look: DecodedLook, ledger = ledgerOf(look)): Scrape {
  const { snapshot, go, held } = look;
  const rss = findLine(ledger, "rss");
  const figures: Figures = {
    time: look.time,
    rss: rss?.bytes ?? null,
    virt: ledger.bytes,
    swap: snapshot.status?.vmSwap ?? null,
    live: held === undefined ? (findLine(ledger, "live")?.bytes ?? null) : null,
    goroutines: look.goroutines ?? snapshot.goroutines?.total ?? null,
    cpu: look.cpu,
    memStats: snapshot.memStats === undefined ? null : withoutRings(snapshot.memStats),
  };
  return {
    figures,
    parts: residentParts(rss),
    heap: look.heap === "same" ? "same" : heapSamples(snapshot.heap, go),
    goroutines: snapshot.goroutines ?? null,
    collections: snapshot.memStats === undefined ? [] : collectionsOf(snapshot.memStats),
  };
}

/** As a report takes them, so that what is asked of the recorder later says the same. */
function heapSamples(profile: Profile | undefined, go: GoVersion | undefined): HeapSamples | null {
  if (profile === undefined) return null;
  const of = (population: "inuse" | "alloc") =>
    hasPopulation(profile, population)
      ? withoutFirstOfP(profile, recoverSamples(profile, population), go)
      : null;
  return { profile, inuse: of("inuse"), alloc: of("alloc"), law: samplingLaw(go) };
}

function withoutRings({ PauseNs: _, PauseEnd: __, BySize: ___, ...rest }: MemStats): MemStats {
  return rest;
}

/** The last 256; those whose end is of no calendar (Go 1.4) are left out. */
function collectionsOf(stats: MemStats): Collection[] {
  const history = historyOfMemStats([stats], 0);
  const { n, at, pauseNs, length } = history.slice(0, history.length);
  const all = Array.from({ length }, (_, i) => ({ n: n[i]!, end: at[i]!, pauseNs: pauseNs[i]! }));
  return all.filter(({ end }) => Number.isFinite(end));
}
