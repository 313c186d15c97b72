/**
 * The scrapes of a run that stay when it is thinned: of each span the last one that has a heap profile,
 * else MemStats, and the one with the highest RSS. What was added and collected in the scrapes between goes to the next
 * one that stays, so that sums over time are the same; levels are encoded anew.
 *
 * They are gone through twice: for a few numbers, which tell what stays, and as a whole, each written as soon as
 * it is read. So what is in memory are the lists of one moment, however many scrapes there are.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { decodeCollections } from "../../lists/collections-codec.ts";
import { type CountedList, EMPTY_LIST } from "../../lists/counted-list.ts";
import { addLists, applyDifference, decodeAdditions } from "../../lists/list-codec.ts";
import type { RunId } from "../../store.ts";
import type { WriteAccess } from "../file/database.ts";
import { FIGURE_COLUMNS, figuresOf } from "../file/figure-columns.ts";
import { type Row, readRows } from "../file/read-rows.ts";
import { SAMPLING_LAWS } from "../file/sampling-laws.ts";
import { readScrapes } from "../read/read-scrapes.ts";
import { appendScrape } from "../write/append-tables.ts";
import { ThinnedChains } from "./thinned-chains.ts";
import type { WholeScrape } from "./whole-scrape.ts";

/** Scrapes that the appender holds before they go to DuckDB. */
const AT_ONCE = 100;

/**
 * Writes those that stay into `thinned_scrape`; in `scrape` all are left.
 * @param chains whole ones, of scrapes that are not thinned yet
 * @param span milliseconds
 */
export async function thinRun(
  access: WriteAccess,
  run: RunId,
  chains: readonly number[],
  span: number,
): Promise<void> {
  const { connection } = access;
  const scrapes = `scrape WHERE run = ${run} AND chain_ms IN (${chains.join(", ")})`;
  const { staying, lengths } = await survey(connection, scrapes, span);
  const appender = await access.appender("thinned_scrape");
  const thinned = new ThinnedChains(run);
  const lists = new OpenChains(lengths);
  let row = 0;
  let written = 0;
  let pending: WholeScrape | undefined;
  await readScrapes(connection, COLUMNS, scrapes, (at) => {
    const scrape = wholeScrape(at, lists);
    pending = pending === undefined ? scrape : merged(pending, scrape);
    if (!staying.has(row++)) return;
    appendScrape(appender, thinned.next(pending));
    pending = undefined;
    if (++written % AT_ONCE === 0) appender.flushSync();
  });
  appender.flushSync();
}

interface Survey {
  /** By place in the order of time. */
  readonly staying: ReadonlySet<number>;
  /** Scrapes of each chain. */
  readonly lengths: Map<number, number>;
}

/** The last of all stays too, for what was added since the one before that stays. */
async function survey(
  connection: DuckDBConnection,
  scrapes: string,
  span: number,
): Promise<Survey> {
  const lasts = new Map<number, Place>();
  const peaks = new Map<number, Place>();
  const lengths = new Map<number, number>();
  let row = 0;
  const sql = `SELECT time_ms::DOUBLE, chain_ms::DOUBLE, rss, ${WORTH} FROM ${scrapes} ORDER BY time_ms`;
  await readRows(connection, sql, (at) => {
    const chain = at.number(1);
    lengths.set(chain, (lengths.get(chain) ?? 0) + 1);
    const moment = Math.floor(at.number(0) / span);
    const [rss, worth] = [at.numberOrNull(2) ?? -1, at.number(3)];
    const last = lasts.get(moment);
    if (last === undefined || worth >= last.value) lasts.set(moment, { row, value: worth });
    const peak = peaks.get(moment);
    if (peak === undefined || rss > peak.value) peaks.set(moment, { row, value: rss });
    row++;
  });
  const rows = [...lasts.values(), ...peaks.values()].map((place) => place.row);
  return { staying: new Set([...rows, row - 1]), lengths };
}

interface Place {
  readonly row: number;
  readonly value: number;
}

/** Some looks ask the kernel alone. */
const WORTH = `CASE WHEN heap IS NOT NULL THEN 2 WHEN mem_stats_source IS NOT NULL THEN 1 ELSE 0 END`;

const FIRST_LIST = 4 + FIGURE_COLUMNS.length;

const COLUMNS = `time_ms::DOUBLE, chain_ms::DOUBLE, rate, law, ${FIGURE_COLUMNS.join(", ")},
  parts, heap, goroutine_groups, added, collections`;

/** The lists of chains that go on: of most runs one at a time, more where the clock was put back. */
class OpenChains {
  private readonly open = new Map<number, CountedList[]>();
  private readonly left: Map<number, number>;

  /** @param lengths scrapes of each chain */
  constructor(lengths: ReadonlyMap<number, number>) {
    this.left = new Map(lengths);
  }

  /** The lists before the next scrape of that chain, which go on to that one's. */
  of(chain: number): CountedList[] {
    const lists = this.open.get(chain) ?? [EMPTY_LIST, EMPTY_LIST, EMPTY_LIST];
    const left = this.left.get(chain)! - 1;
    this.left.set(chain, left);
    if (left > 0) this.open.set(chain, lists);
    else this.open.delete(chain);
    return lists;
  }
}

function wholeScrape(row: Row, chains: OpenChains): WholeScrape {
  const time = row.number(0);
  const chain = chains.of(row.number(1));
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
