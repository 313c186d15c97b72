/**
 * The scrapes of a run that stay when it is thinned: of each span the last one that has a heap profile,
 * else MemStats, and the one with the highest RSS. What was added and collected in the scrapes between goes to the next
 * one that stays, so that sums over time are the same; levels are encoded anew.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { SamplingLaw } from "../../../analyze/sampling/sampling-law.ts";
import { decodeCollections, encodeCollections } from "../../lists/collections-codec.ts";
import { type CountedList, EMPTY_LIST } from "../../lists/counted-list.ts";
import {
  addLists,
  applyDifference,
  decodeAdditions,
  encodeAdditions,
  encodeDifference,
} from "../../lists/list-codec.ts";
import type { EncodedScrape } from "../../run/encoded-scrape.ts";
import { CHAIN_LENGTH } from "../../run/run-memory.ts";
import type { Collection, Figures, RunId } from "../../store.ts";
import { FIGURE_COLUMNS, figuresOf } from "../file/figure-columns.ts";
import type { Row } from "../file/read-rows.ts";
import { SAMPLING_LAWS } from "../file/sampling-laws.ts";
import { readScrapes } from "../read/read-scrapes.ts";

interface WholeScrape {
  readonly time: number;
  readonly figures: Figures;
  readonly rate: number | null;
  readonly law: SamplingLaw | null;
  readonly parts: CountedList | null;
  readonly heap: CountedList | null;
  readonly groups: CountedList | null;
  readonly added: CountedList | null;
  /** When the additions begin. */
  readonly addedSince: number;
  readonly collections: readonly Collection[];
}

/**
 * @param chains whole ones, of scrapes that are not thinned yet
 * @param span milliseconds
 */
export async function thinRun(
  connection: DuckDBConnection,
  run: RunId,
  chains: readonly number[],
  span: number,
): Promise<EncodedScrape[]> {
  return encode(run, keep(await wholeScrapes(connection, run, chains), span));
}

const FIRST_LIST = 4 + FIGURE_COLUMNS.length;

async function wholeScrapes(
  connection: DuckDBConnection,
  run: RunId,
  chains: readonly number[],
): Promise<WholeScrape[]> {
  const scrapes: WholeScrape[] = [];
  const lists = new Map<number, CountedList[]>();
  const columns = `time_ms::DOUBLE, chain_ms::DOUBLE, rate, law, ${FIGURE_COLUMNS.join(", ")},
    parts, heap, goroutine_groups, added, collections`;
  const whole = `scrape WHERE run = ${run} AND chain_ms IN (${chains.join(", ")})`;
  await readScrapes(connection, columns, whole, (row) => {
    const chain = lists.get(row.number(1)) ?? [EMPTY_LIST, EMPTY_LIST, EMPTY_LIST];
    lists.set(row.number(1), chain);
    scrapes.push(wholeScrape(row, chain));
  });
  return scrapes;
}

/** @param chain the lists before; they go on to this scrape's */
function wholeScrape(row: Row, chain: CountedList[]): WholeScrape {
  const time = row.number(0);
  const [parts, heap, groups] = chain.map((list, i) => {
    const blob = row.bytes(FIRST_LIST + i);
    if (blob === null) return null;
    chain[i] = applyDifference(list, blob);
    return chain[i];
  });
  const added = row.bytes(FIRST_LIST + 3);
  const additions = added === null ? null : decodeAdditions(added);
  const collections = row.bytes(FIRST_LIST + 4);
  return {
    time,
    figures: figuresOf(time / 1000, (column) => row.numberOrNull(column + 4)),
    rate: row.numberOrNull(2),
    law: row.isNull(3) ? null : SAMPLING_LAWS[row.number(3)],
    parts,
    heap,
    groups,
    added: additions?.added ?? null,
    addedSince: time - (additions?.milliseconds ?? 0),
    collections: collections === null ? [] : decodeCollections(collections, time),
  };
}

function keep(scrapes: readonly WholeScrape[], span: number): WholeScrape[] {
  const staying = stayingRows(scrapes, span);
  const kept: WholeScrape[] = [];
  let since: WholeScrape[] = [];
  for (const [row, scrape] of scrapes.entries()) {
    since.push(scrape);
    if (!staying.has(row)) continue;
    kept.push(since.reduce(merged));
    since = [];
  }
  return kept;
}

/** The last of all stays too, for what was added since the one before that stays. */
function stayingRows(scrapes: readonly WholeScrape[], span: number): Set<number> {
  const lasts = new Map<number, number>();
  const peaks = new Map<number, number>();
  const rssOf = (row: number) => scrapes[row].figures.rss ?? -1;
  for (const [row, scrape] of scrapes.entries()) {
    const at = Math.floor(scrape.time / span);
    const last = lasts.get(at);
    if (last === undefined || worth(scrape) >= worth(scrapes[last])) lasts.set(at, row);
    const peak = peaks.get(at);
    if (peak === undefined || rssOf(row) > rssOf(peak)) peaks.set(at, row);
  }
  return new Set([...lasts.values(), ...peaks.values(), scrapes.length - 1]);
}

/** Some looks ask the kernel alone. */
function worth({ heap, figures }: WholeScrape): number {
  return heap !== null ? 2 : figures.memStats !== null ? 1 : 0;
}

/** The later scrape with what the earlier one counted. */
function merged(earlier: WholeScrape, later: WholeScrape): WholeScrape {
  const hasBoth = earlier.added !== null && later.added !== null;
  return {
    ...later,
    rate: later.rate ?? earlier.rate,
    law: later.law ?? earlier.law,
    added: hasBoth ? addLists(earlier.added, later.added) : (later.added ?? earlier.added),
    addedSince: earlier.added === null ? later.addedSince : earlier.addedSince,
    collections: [...earlier.collections, ...later.collections],
  };
}

function encode(run: RunId, scrapes: readonly WholeScrape[]): EncodedScrape[] {
  let chain = 0;
  let lists: Record<"parts" | "heap" | "groups", CountedList>;
  return scrapes.map((scrape, row) => {
    if (row % CHAIN_LENGTH === 0) {
      chain = scrape.time;
      lists = { parts: EMPTY_LIST, heap: EMPTY_LIST, groups: EMPTY_LIST };
    }
    const link = (name: "parts" | "heap" | "groups") => {
      const list = scrape[name];
      if (list === null) return null;
      const bytes = encodeDifference(lists[name], list);
      lists[name] = list;
      return bytes;
    };
    const { time, figures, rate, law, added, addedSince, collections } = scrape;
    return {
      ...{ run, time, figures, chain, rate, law },
      ...{ parts: link("parts"), heap: link("heap"), groups: link("groups") },
      added: added === null ? null : encodeAdditions(added, time - addedSince),
      collections: collections.length === 0 ? null : encodeCollections(collections, time),
    };
  });
}
