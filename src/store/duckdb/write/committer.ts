/** Writes what waits in one transaction: scrapes, and before them all that they refer to. */
import type { EncodedScrape } from "../../run/encoded-scrape.ts";
import type { Database } from "../file/database.ts";
import type { StoreTables } from "../file/load-tables.ts";
import { readRows } from "../file/read-rows.ts";
import {
  appendDictionary,
  type DictionaryLengths,
  dictionaryLengths,
} from "./append-dictionary.ts";
import { appendScrapes, appendTargets, putRuns } from "./append-tables.ts";
import { putBands, type StoredBand } from "./findings.ts";
import { LackingRows } from "./lacking-rows.ts";
import { type PackedReport, putReports } from "./reports.ts";

export type Work =
  | { readonly scrape: EncodedScrape }
  | { readonly bands: readonly StoredBand[]; readonly reports: readonly PackedReport[] };

export class Committer {
  private readonly database: Database;
  private readonly tables: StoreTables;
  /** Rows of the dictionary that the file has. */
  private written: DictionaryLengths;
  readonly lacking: LackingRows;

  constructor(database: Database, tables: StoreTables, written: DictionaryLengths) {
    this.database = database;
    this.tables = tables;
    this.written = written;
    this.lacking = new LackingRows(tables.dictionary);
  }

  /** @throws ResidentError RES_STORE_FULL, RES_STORE: nothing of it was kept */
  async commit(works: readonly Work[]): Promise<void> {
    const { dictionary, lines, catalog } = this.tables;
    const scrapes = works.flatMap((work) => ("scrape" in work ? [work.scrape] : []));
    const bands = works.flatMap((work) => ("bands" in work ? work.bands : []));
    const reports = works.flatMap((work) => ("reports" in work ? work.reports : []));
    const lengths = dictionaryLengths(dictionary, lines);
    const news = catalog.takeNews();
    this.lacking.commitBegins(scrapes);
    try {
      await this.database.write(async (access) => {
        await this.lacking.restore(access, scrapes, this.written);
        await appendDictionary(access, dictionary, lines, this.written, lengths);
        await appendTargets(access, news.targets);
        await putRuns(access, news.runs);
        await appendScrapes(access, scrapes);
        await putBands(access, bands);
        await putReports(access, lastOfEach(reports));
      });
    } catch (error) {
      this.lacking.commitFailed();
      if (!(await this.hasScrape(scrapes[0]))) {
        catalog.giveBack(news);
        throw error;
      }
    }
    this.written = lengths;
    for (const { run, time } of scrapes) catalog.sawScrape(run, time / 1000);
  }

  /**
   * A commit can be in the log and fail after that, as it moves the log into the file: then all of it is
   * there.
   */
  private async hasScrape(scrape: EncodedScrape | undefined): Promise<boolean> {
    if (scrape === undefined) return false;
    let count = 0;
    const sql = `SELECT count(*) FROM scrape WHERE run = ${scrape.run} AND time_ms = ${scrape.time}`;
    try {
      await this.database.read((connection) =>
        readRows(connection, sql, (row) => {
          count = row.number(0);
        }),
      );
    } catch {
      return false;
    }
    return count > 0;
  }
}

function lastOfEach(reports: readonly PackedReport[]): PackedReport[] {
  return [...new Map(reports.map((report) => [report.target, report])).values()];
}
