/**
 * What answering Resident cost the program in memory. Each page is built in the program's own heap,
 * so a series of snapshots measures also what the ones before it have allocated. The factors were
 * measured with Go 1.8 to 1.26 (docs/performance.md, "What asking costs"); they are upper estimates.
 */
import { formatBytes, KiB, MiB } from "../base/units.ts";
import type { GoVersion } from "../model/go-version.ts";
import type { LedgerLine } from "../model/ledger.ts";
import { findLine } from "../model/ledger.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { pacerRules } from "./heap-model/pacer/pick-pacer-rules.ts";
import type { Moment } from "./verdicts/rule/context.ts";

/** Packing a profile.proto makes a new compressor each time. */
const COMPRESSOR = 1.2 * MiB;
const PROFILES: ReadonlySet<string> = new Set(["pprof/heap", "pprof/allocs", "pprof/goroutine"]);
/** Of a profile.proto's unpacked bytes, and of a text's. */
const PER_PROFILE_BYTE = 16;
const PER_TEXT_BYTE = 1.25;
const PER_PAGE = 50 * KiB;

/** A goroutine profile keeps a record and a key of each goroutine's stack. */
const PER_GOROUTINE = 200;
const PER_FRAME = 32;

/** goroutine?debug=2 is written into a buffer of this size, made anew twice as large while it is too small. */
const FIRST_BUFFER = MiB;
const LARGEST_BUFFER = 64 * MiB;
const DUMP = "pprof/goroutine.debug2.txt";

/** Bytes that the program allocated to answer the questions of one snapshot; garbage right after. */
export function costOfAsking(snapshot: Snapshot): number {
  let cost = 0;
  for (const [page, bytes] of snapshot.pageBytes ?? []) cost += costOfPage(snapshot, page, bytes);
  return Math.round(cost);
}

/** The same of one page. @param bytes unpacked */
export function costOfPage(snapshot: Snapshot, page: string, bytes: number): number {
  const packing = PROFILES.has(page) ? COMPRESSOR : 0;
  if (page === DUMP) return allBuffers(bytes);
  if (isOfGoroutines(page)) return packing + PER_PAGE + goroutineRecords(snapshot);
  return packing + PER_PAGE + bytes * (packing > 0 ? PER_PROFILE_BYTE : PER_TEXT_BYTE);
}

/**
 * The most by which answering can have made the last snapshot's live heap seem larger: the collection
 * that measured it keeps whatever is allocated while it marks, and it ran no earlier than the newest
 * snapshot with fewer collections.
 */
export function markedByAsking(snapshots: readonly Snapshot[]): number {
  const collections = snapshots.at(-1)?.memStats?.NumGC;
  const before = snapshots.slice(0, -1).findLast(({ memStats }) => {
    return memStats?.NumGC === undefined || memStats.NumGC < (collections ?? 0);
  });
  return before === undefined ? 0 : costOfAsking(before);
}

/**
 * The most of the heap's growth between the first and the last snapshot that can be what answering
 * has left behind. A collection frees it, so what counts is the most between two of them.
 */
export function growthByAsking(snapshots: readonly Snapshot[]): number {
  let most = 0;
  let sinceCollection = 0;
  for (const [i, snapshot] of snapshots.slice(0, -1).entries()) {
    const cost = costOfAsking(snapshot);
    most = Math.max(most, sinceCollection + cost);
    const before = snapshot.memStats?.NumGC;
    const after = snapshots[i + 1]!.memStats?.NumGC;
    const hasCollected = before !== undefined && after !== undefined && after > before;
    sinceCollection = hasCollected ? cost : sinceCollection + cost;
  }
  return most;
}

/**
 * A collection begins before its goal is reached: at this share of the way at the latest. How early
 * it can be is the pacer's rule; measured, a small heap is collected near that bound.
 */
const LATEST_TRIGGER = 0.95;

/**
 * The collector counts a span as full as soon as a processor begins to fill it (mcache.go, refill):
 * the heap is nearer to its goal than HeapAlloc says, measured by 0.4 MiB in a small program.
 */
const BEGUN_SPANS = MiB / 2;

/**
 * True where answering one look can fill the heap up to the point where a collection begins, so that
 * looking brings it on.
 * @param live bytes that the last collection marked
 * @param go undefined: the collection is taken to begin late
 */
export function lookCanCollect(snapshot: Snapshot, live: number, go?: GoVersion): boolean {
  const { NextGC, HeapAlloc, HeapInuse } = snapshot.memStats ?? {};
  if (NextGC === undefined || HeapAlloc === undefined || !Number.isFinite(NextGC)) return false;
  const begun = Math.min(BEGUN_SPANS, (HeapInuse ?? HeapAlloc) - HeapAlloc);
  const filled = HeapAlloc + begun;
  const triggerAt = (share: number) => live + share * Math.max(0, NextGC - live);
  const earliest = triggerAt(go === undefined ? 0 : pacerRules(go).lowestTrigger);
  // Where that is behind it, the collection has not begun there: it comes late.
  const trigger = filled < earliest ? earliest : triggerAt(LATEST_TRIGGER);
  return costOfAsking(snapshot) > trigger - filled;
}

/** Said where the next collection, which forecasts wait for, can be this look's own doing. */
export function collectionRemark({ snapshot, ledger }: Moment, go?: GoVersion): string[] {
  const live = findLine(ledger, "live")?.bytes ?? 0;
  if (!lookCanCollect(snapshot, live, go)) return [];
  return [
    `Answering this look took the program up to ${formatBytes(costOfAsking(snapshot))}, and its next collection can be nearer than that: looking can itself bring it on, and then what was found live may become free.`,
  ];
}

/** Less growth of RSS than this needs no explanation. */
const SMALL_GROWTH = MiB;
const NOTABLE_SHARE = 0.1;
/** Where garbage is, before a collection and after it. */
const GARBAGE_LINES = ["since-gc", "allocated", "free-slots", "idle"];
/** Tables that the first profiles and collections make; measured in an idle program: 1.3 MiB. */
const TABLES = 2 * MiB;

/** Bytes by which RSS grew from the first look to the last, and how much of it can be Resident's own doing. */
export interface AskedGrowth {
  readonly growth: number;
  readonly own: number;
}

/** @returns undefined where RSS did not grow by anything that needs an explanation */
export function askedGrowth(moments: readonly Moment[]): AskedGrowth | undefined {
  const [first, last] = [moments[0]!.ledger, moments[moments.length - 1]!.ledger];
  const growth = growthOfLine("rss", first, last);
  if (growth === undefined || growth < SMALL_GROWTH) return undefined;
  const snapshots = moments.map(({ snapshot }) => snapshot);
  const tables = Math.min(TABLES, Math.max(0, growthOfLine("go-metadata", first, last) ?? 0));
  const garbage = Math.min(
    growthByAsking(snapshots),
    garbageGrowth(first, last, markedByAsking(snapshots)) ?? growth,
  );
  return { growth, own: Math.min(garbage + tables, growth) };
}

/** Said where Resident's own questions may make a good part of what RSS grew by. */
export function askingRemark(moments: readonly Moment[]): string[] {
  const asked = askedGrowth(moments);
  if (asked === undefined || asked.own < NOTABLE_SHARE * asked.growth) return [];
  return [
    `RSS grew by ${formatBytes(asked.growth)} from the first to the last snapshot. Up to ${formatBytes(asked.own)} of that can be what the program allocated to answer Resident: mostly garbage, which a collection frees.`,
  ];
}

/**
 * What the lines that can hold garbage grew by; undefined where the ledgers have none of them.
 * @param marked the most of the live heap that can be garbage: allocated while the collector marked
 */
function garbageGrowth(first: LedgerLine, last: LedgerLine, marked: number): number | undefined {
  const grown = GARBAGE_LINES.map((id) => growthOfLine(id, first, last));
  const known = grown.filter((bytes) => bytes !== undefined);
  if (known.length === 0) return undefined;
  const live = Math.min(marked, Math.max(0, growthOfLine("live", first, last) ?? 0));
  return known.reduce((sum, bytes) => sum + Math.max(0, bytes), live);
}

function growthOfLine(id: string, first: LedgerLine, last: LedgerLine): number | undefined {
  const [before, after] = [findLine(first, id)?.bytes, findLine(last, id)?.bytes];
  return before == null || after == null ? undefined : after - before;
}

function isOfGoroutines(page: string): boolean {
  return page.startsWith("pprof/goroutine");
}

function goroutineRecords({ goroutines }: Snapshot): number {
  const groups = goroutines?.groups ?? [];
  return groups.reduce(
    (sum, { count, frames }) => sum + count * (PER_GOROUTINE + PER_FRAME * frames.length),
    0,
  );
}

function lastBuffer(text: number): number {
  let size = FIRST_BUFFER;
  while (size <= text && size < LARGEST_BUFFER) size *= 2;
  return size;
}

function allBuffers(text: number): number {
  return 2 * lastBuffer(text) - FIRST_BUFFER;
}
