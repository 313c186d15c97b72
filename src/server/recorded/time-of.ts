/** Figures of a range as columns over time, with restarts, findings and gaps. */
import { largestParts, oneLimit } from "../../analyze/page/time-table.ts";
import { finiteOrNull } from "../../base/or-null.ts";
import type { TimeTable } from "../../model/page.ts";
import { settingsIn } from "../../store/run-settings.ts";
import type { Asked } from "./asked.ts";
import { findingSpans } from "./finding-spans.ts";

/**
 * Of a longer range the peaks of so many spans stay, and the first and the last look: 1,500 moments, which is
 * more than a picture is wide.
 */
const SPANS = 1498;

/** null with fewer than two looks. */
export async function timeOf(asked: Asked): Promise<TimeTable | null> {
  const { store, target, range, runs } = asked;
  const [figures, parts, bands] = await Promise.all([
    store.figures(target.id, range, SPANS),
    store.parts(target.id, range, SPANS),
    store.findings(target.id, range),
  ]);
  if (figures.length < 2) return null;
  const restarts = figures.flatMap(({ run }, i) =>
    i + 1 < figures.length && figures[i + 1].run !== run ? [i] : [],
  );
  const startOf = new Map(runs.map(({ id, startedAt }) => [id, startedAt]));
  const table: TimeTable = {
    times: figures.map(({ time }) => time),
    rss: figures.map(({ rss }) => rss),
    live: figures.map(({ live }) => live),
    heapAlloc: figures.map(({ memStats }) => memStats?.HeapAlloc ?? null),
    goal: figures.map(({ memStats }) => finiteOrNull(memStats?.NextGC)),
    goroutines: figures.map(({ goroutines }) => goroutines),
    limit: oneLimit(runs.flatMap((run) => settingsIn(run, range).map(({ limit }) => limit))),
    restarts,
    starts: restarts.map((row) => startOf.get(figures[row + 1].run) ?? null),
    bands: [],
    parts: largestParts(parts),
  };
  const gaps = gapsIn(table.times, table.restarts);
  return { ...withGaps(table, gaps), bands: findingSpans(bands, table.times, gaps) };
}

/** Moments by which it is told how far apart looks are, on either side. */
const NEIGHBOURS = 5;
/** So many times as far apart as the looks around are: as in the pictures of the page (web/time/chart-rows.ts). */
const GAP = 3.5;

/** Indices of moments behind which nobody looked for a while, or another process came. */
function gapsIn(times: readonly number[], restarts: readonly number[]): Set<number> {
  const steps = times.slice(1).map((time, i) => time - times[i]);
  const gaps = new Set(restarts);
  steps.forEach((step, i) => {
    const before = median(steps.slice(Math.max(0, i - NEIGHBOURS), i));
    const behind = median(steps.slice(i + 1, i + 1 + NEIGHBOURS));
    const usual = Math.max(before, behind);
    if (usual > 0 && step > GAP * usual) gaps.add(i);
  });
  return gaps;
}

/** 0 of nothing. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** A line breaks where a moment in between has no values. */
function withGaps(table: TimeTable, gaps: ReadonlySet<number>): TimeTable {
  if (gaps.size === 0) return table;
  const rows = table.times.flatMap((_, i) => (gaps.has(i) ? [i, -1 - i] : [i]));
  const spread = (column: readonly (number | null)[]) =>
    rows.map((row) => (row < 0 ? null : column[row]));
  const { times } = table;
  return {
    ...table,
    times: rows.map((row) => (row < 0 ? (times[-1 - row] + times[-row]) / 2 : times[row])),
    rss: spread(table.rss),
    live: spread(table.live),
    heapAlloc: spread(table.heapAlloc),
    goal: spread(table.goal),
    goroutines: spread(table.goroutines),
    restarts: table.restarts.map((row) => rows.indexOf(row)),
    parts: table.parts.map((part) => ({ ...part, bytes: spread(part.bytes) })),
  };
}
