/**
 * Reads lists as they were at some scrapes: from the beginning of the chain that such a scrape is in, one
 * difference after the other.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { type CountedList, EMPTY_LIST } from "../../lists/counted-list.ts";
import { applyDifference } from "../../lists/list-codec.ts";
import type { RunId } from "../../store.ts";
import { readScrapes } from "./read-scrapes.ts";

export type ListColumn = "parts" | "heap" | "goroutine_groups";

/** A scrape that has the list. Milliseconds. */
export interface ChainedScrape {
  readonly run: RunId;
  readonly time: number;
  readonly chain: number;
}

/** With more chains than this the range of time alone says which rows are read. */
const MAX_NAMED_CHAINS = 1000;

/** A list each for the scrapes that are asked for, in their order. */
export async function readLists(
  connection: DuckDBConnection,
  column: ListColumn,
  wanted: readonly ChainedScrape[],
): Promise<CountedList[]> {
  if (wanted.length === 0) return [];
  const rows = new Map(wanted.map((scrape, row) => [keyOf(scrape.run, scrape.time), row]));
  const chains = new Map<string, CountedList>();
  const lists: CountedList[] = wanted.map(() => EMPTY_LIST);
  const columns = `run, time_ms::DOUBLE, chain_ms::DOUBLE, ${column}`;
  await readScrapes(connection, columns, chainsOf(column, wanted), (row) => {
    const run = row.number(0);
    const chain = keyOf(run, row.number(2));
    const list = applyDifference(chains.get(chain) ?? EMPTY_LIST, row.bytes(3)!);
    chains.set(chain, list);
    const at = rows.get(keyOf(run, row.number(1)));
    if (at !== undefined) lists[at] = list;
  });
  return lists;
}

function chainsOf(column: ListColumn, wanted: readonly ChainedScrape[]): string {
  const runs = new Set(wanted.map(({ run }) => run));
  const chains = new Set(wanted.map(({ chain }) => chain));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { chain, time } of wanted) {
    first = Math.min(first, chain);
    last = Math.max(last, time);
  }
  const named =
    chains.size > MAX_NAMED_CHAINS ? "" : ` AND chain_ms IN (${[...chains].join(", ")})`;
  return `every_scrape WHERE time_ms BETWEEN ${first} AND ${last}
    AND run IN (${[...runs].join(", ")})${named} AND ${column} IS NOT NULL`;
}

function keyOf(run: RunId, time: number): string {
  return `${run} ${time}`;
}
