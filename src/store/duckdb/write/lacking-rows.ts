/**
 * Rows of the dictionary that memory has and a sweep has let go of in the file. One that a scrape, or a new row,
 * refers to again is written again with it. What a sweep or a commit that failed has left is read from the file.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Dictionary } from "../../dictionary/dictionary.ts";
import type { EncodedScrape } from "../../run/encoded-scrape.ts";
import type { WriteAccess } from "../file/database.ts";
import { readRows } from "../file/read-rows.ts";
import { type DictionaryLengths, type DictionaryTable, writeRows } from "./append-dictionary.ts";
import {
  DICTIONARY_TABLES,
  markLists,
  markReferred,
  type RowMarks,
  rowMarks,
} from "./row-marks.ts";

export class LackingRows {
  private readonly dictionary: Dictionary;
  /** undefined: to be read from the file. */
  private lacking: ReadonlyMap<DictionaryTable, ReadonlySet<number>> | undefined = new Map();
  /** Of a sweep that goes on: what scrapes refer to meanwhile. */
  private marks: RowMarks | undefined;

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  sweepBegins(marks: RowMarks): void {
    this.marks = marks;
    this.lacking = undefined;
  }

  sweepEnds(): void {
    this.marks = undefined;
    this.lacking = undefined;
  }

  /** To be called before the transaction that writes these scrapes begins. */
  commitBegins(scrapes: readonly EncodedScrape[]): void {
    for (const scrape of scrapes) if (this.marks !== undefined) markLists(this.marks, scrape);
  }

  /**
   * Within that transaction, before the rows behind those of the file.
   * @param written rows that the file had of each table, before any were let go of
   */
  async restore(
    access: WriteAccess,
    scrapes: readonly EncodedScrape[],
    written: DictionaryLengths,
  ): Promise<void> {
    const lacking = this.lacking ?? (await lackingIn(access.connection, written));
    const isAny = [...lacking.values()].some(({ size }) => size > 0);
    const marks = isAny ? this.referredBy(scrapes, written) : undefined;
    const left = new Map(lacking);
    for (const table of marks === undefined ? [] : DICTIONARY_TABLES) {
      const needed = [...lacking.get(table)!].filter((id) => marks![table][id] === 1);
      await writeRows(access, table, this.dictionary, needed);
      left.set(table, new Set([...lacking.get(table)!].filter((id) => marks![table][id] === 0)));
    }
    // While a sweep goes on more may go.
    this.lacking = this.marks === undefined ? left : undefined;
  }

  commitFailed(): void {
    this.lacking = undefined;
  }

  /** By new rows, too: a new stack may be called from one that is gone. */
  private referredBy(scrapes: readonly EncodedScrape[], written: DictionaryLengths): RowMarks {
    const marks = rowMarks(this.dictionary);
    for (const table of DICTIONARY_TABLES) marks[table].fill(1, written[table]);
    for (const scrape of scrapes) markLists(marks, scrape);
    markReferred(this.dictionary, marks);
    return marks;
  }
}

async function lackingIn(
  connection: DuckDBConnection,
  written: DictionaryLengths,
): Promise<Map<DictionaryTable, Set<number>>> {
  const lacking = new Map<DictionaryTable, Set<number>>();
  for (const table of DICTIONARY_TABLES) {
    const isThere = new Uint8Array(written[table]);
    await readRows(connection, `SELECT id FROM ${table}`, (row) => {
      isThere[row.number(0)] = 1;
    });
    const gone = new Set<number>();
    for (let id = 0; id < isThere.length; id++) if (isThere[id] === 0) gone.add(id);
    lacking.set(table, gone);
  }
  return lacking;
}
