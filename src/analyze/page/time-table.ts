/**
 * A recording over time: RSS by the lines of the ledger that make it up, and what is drawn beside
 * it. Of each line only what is in RAM counts, so the parts of a moment add up to its RSS.
 */
import { finiteOrNull } from "../../base/or-null.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import { findLine } from "../../model/ledger.ts";
import type { TimeTable } from "../../model/page.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { residentParts } from "../ledger/resident-parts.ts";
import { findLimits } from "../limits.ts";
import type { Moment } from "../verdicts/rule/context.ts";

/** Drawn one by one; what is smaller is their rest. */
const PARTS = 8;

type PartColumn = TimeTable["parts"][number];

/** null with fewer than two moments whose time is known. */
export function timeTable(all: readonly Moment[], go: GoVersion | undefined): TimeTable | null {
  const moments = all.filter(({ snapshot }) => snapshot.time !== undefined);
  if (moments.length < 2) return null;
  const bytesOf = (id: string) => moments.map(({ ledger }) => findLine(ledger, id)?.bytes ?? null);
  return {
    times: moments.map(({ snapshot }) => snapshot.time!),
    rss: bytesOf("rss"),
    live: bytesOf("live"),
    heapAlloc: moments.map(({ snapshot }) => snapshot.memStats?.HeapAlloc ?? null),
    goal: moments.map(({ snapshot }) => finiteOrNull(snapshot.memStats?.NextGC)),
    goroutines: moments.map(({ snapshot }) => snapshot.goroutines?.total ?? null),
    limit: oneLimit(moments.map(({ snapshot }) => lowestLimit(snapshot, go))),
    restarts: [],
    starts: [],
    bands: [],
    parts: largestParts(columnsOf(moments.map(({ ledger }) => findLine(ledger, "rss")))),
  };
}

/** The limit that held all the time; null where there was none, or another one meanwhile. */
export function oneLimit(limits: readonly (number | null)[]): number | null {
  const [first = null] = limits;
  return limits.every((limit) => limit === first) ? first : null;
}

function lowestLimit(snapshot: Snapshot, go: GoVersion | undefined): number | null {
  const limits = findLimits(snapshot, go).map(({ bytes }) => bytes);
  return limits.length === 0 ? null : Math.min(...limits);
}

/** The largest parts of RSS at their peak one by one, and the rest as one. */
export function largestParts(columns: readonly PartColumn[]): TimeTable["parts"] {
  const peakOf = ({ bytes }: PartColumn) =>
    bytes.reduce<number>((peak, value) => Math.max(peak, value ?? 0), 0);
  const peaks = new Map(columns.map((column) => [column.id, peakOf(column)]));
  const seen = columns.filter(({ id }) => peaks.get(id)! > 0);
  seen.sort((a, b) => peaks.get(b.id)! - peaks.get(a.id)!);
  const shown = seen.slice(0, PARTS);
  const others = seen.slice(PARTS);
  if (others.length === 0) return shown;
  const rest = others[0]!.bytes.map((value, i) =>
    value === null ? null : others.reduce((sum, { bytes }) => sum + (bytes[i] ?? 0), 0),
  );
  return [...shown, { id: "others", title: "everything else", bytes: rest }];
}

function columnsOf(lines: readonly (LedgerLine | undefined)[]): PartColumn[] {
  const byMoment = lines.map((rss) =>
    rss === undefined || rss.bytes === null
      ? null
      : new Map(residentParts(rss).map((part) => [part.id, part])),
  );
  const all = byMoment.flatMap((parts) => (parts === null ? [] : [...parts.values()]));
  const titles = new Map(all.map(({ id, title }) => [id, title]));
  return [...titles].map(([id, title]) => ({
    id,
    title,
    bytes: byMoment.map((parts) => (parts === null ? null : (parts.get(id)?.bytes ?? 0))),
  }));
}
