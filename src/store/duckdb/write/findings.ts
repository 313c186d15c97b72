/**
 * Bands of verdicts: each from the report that first had it to the last one that did. The bands that are
 * open are in memory. The file gets a band when it opens and when it ends, and in between now and then;
 * where Resident was killed, what was open went on until the last scrape that is there. How many reports had it is
 * written at its end, or Resident's: after a kill nobody knows.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Verdict } from "../../../model/verdict.ts";
import type { FindingBand, RunId, TimeRange } from "../../store.ts";
import type { Catalog } from "../file/catalog.ts";
import type { WriteAccess } from "../file/database.ts";
import { type Row, readRows } from "../file/read-rows.ts";
import { MissedReports } from "./missed-reports.ts";

/** A verdict that comes back after longer than this without a report begins a band of its own. */
const LONGEST_GAP = 600;
/** An open band is written again after so long. */
const REWRITE = 300;

export interface StoredBand extends FindingBand {
  readonly key: number;
  readonly isOpen: boolean;
  /** `to` as the file has it. */
  readonly written: number;
}

export class Findings {
  private readonly open = new Map<RunId, Map<string, StoredBand>>();
  private readonly missed = new Map<RunId, MissedReports>();
  private readonly lastReport = new Map<RunId, number>();
  private nextKey = 0;
  /** Bands that the file was to get and did not. */
  private owed: StoredBand[] = [];

  static async load(connection: DuckDBConnection, catalog: Catalog): Promise<Findings> {
    const findings = new Findings();
    await readRows(connection, "SELECT coalesce(max(id) + 1, 0) FROM finding", (row) => {
      findings.nextKey = row.number(0);
    });
    await readRows(connection, `${SELECT_BANDS} WHERE is_open`, (row) => {
      const band = bandOf(row.number(0), row);
      const last = catalog.get(band.run)?.last ?? band.to;
      findings.bandsOf(band.run).set(band.id, { ...band, to: Math.max(band.to, last) });
    });
    return findings;
  }

  /** @returns the bands that the file has to get now */
  keep(run: RunId, time: number, verdicts: readonly Verdict[]): StoredBand[] {
    const bands = this.bandsOf(run);
    const news = this.owed;
    this.owed = [];
    const present = new Set(verdicts.map(({ id }) => id));
    const missed = this.missedOf(run, time);
    for (const band of bands.values()) {
      const isThere = present.has(band.id);
      if (isThere && time - band.to <= LONGEST_GAP) continue;
      bands.delete(band.id);
      if (!isThere && time - band.to <= LONGEST_GAP) missed.begin(band.id);
      news.push({ ...band, isOpen: false });
    }
    for (const verdict of verdicts) {
      const band = this.prolonged(bands.get(verdict.id), run, time, verdict);
      const isDue = !bands.has(verdict.id) || band.to - band.written >= REWRITE;
      bands.set(band.id, isDue ? { ...band, written: band.to } : band);
      if (isDue) news.push({ ...band, reports: null });
    }
    missed.count();
    return news;
  }

  takeBack(bands: readonly StoredBand[]): void {
    this.owed.unshift(...bands);
  }

  /** Bands of these runs that have a part in the range, oldest first. */
  async read(
    connection: DuckDBConnection,
    runs: readonly RunId[],
    { from, to }: TimeRange,
  ): Promise<FindingBand[]> {
    const bands: StoredBand[] = [];
    await readRows(connection, `${SELECT_BANDS} WHERE run IN (${runs.join(", ")})`, (row) => {
      bands.push(bandOf(row.number(0), row));
    });
    const open = new Map(
      runs.flatMap((run) => [...this.bandsOf(run).values()]).map((b) => [b.key, b]),
    );
    const current = bands.filter(({ key }) => !open.has(key)).concat([...open.values()]);
    return current
      .filter((band) => band.from <= to && band.to >= from)
      .sort((a, b) => a.from - b.from || a.key - b.key)
      .map(({ key, isOpen, written, ...band }) => band);
  }

  /** Open bands, of which the file has no count and may have an older end, and what it was to get and did not. */
  unwritten(): StoredBand[] {
    const open = [...this.open.values()].flatMap((bands) => [...bands.values()]);
    return [...this.owed, ...open];
  }

  forget(run: RunId): void {
    this.open.delete(run);
    this.missed.delete(run);
    this.lastReport.delete(run);
  }

  private prolonged(
    band: StoredBand | undefined,
    run: RunId,
    time: number,
    { id, headline, severity, bytes }: Verdict,
  ): StoredBand {
    const now = { run, id, headline, severity, bytes, to: time };
    if (band !== undefined) {
      return { ...band, ...now, reports: band.reports === null ? null : band.reports + 1 };
    }
    const missed = this.missedOf(run, time).end(id);
    const fresh = { from: time, reports: 1, missed, isOpen: true, written: time };
    return { ...now, ...fresh, key: this.nextKey++ };
  }

  /** Where there was no report for long, nobody knows how it was. */
  private missedOf(run: RunId, time: number): MissedReports {
    const missed = this.missed.get(run) ?? new MissedReports();
    if (time - (this.lastReport.get(run) ?? time) > LONGEST_GAP) missed.clear();
    this.missed.set(run, missed);
    this.lastReport.set(run, time);
    return missed;
  }

  private bandsOf(run: RunId): Map<string, StoredBand> {
    let bands = this.open.get(run);
    if (bands === undefined) {
      bands = new Map();
      this.open.set(run, bands);
    }
    return bands;
  }
}

const SELECT_BANDS = `SELECT id, run, verdict, headline, severity, bytes, from_ms::DOUBLE, to_ms::DOUBLE,
  is_open, reports, missed FROM finding`;

function bandOf(key: number, row: Row): StoredBand {
  return {
    key,
    run: row.number(1),
    id: row.text(2),
    headline: row.text(3),
    severity: row.text(4) as Verdict["severity"],
    bytes: row.numberOrNull(5),
    from: row.number(6) / 1000,
    to: row.number(7) / 1000,
    written: row.number(7) / 1000,
    isOpen: row.number(8) === 1,
    reports: row.numberOrNull(9),
    missed: row.numberOrNull(10),
  };
}

/** Those that the file has already are replaced, also by later ones of the list. */
export async function putBands(access: WriteAccess, bands: readonly StoredBand[]): Promise<void> {
  if (bands.length === 0) return;
  const byKey = new Map(bands.map((band) => [band.key, band]));
  const keys = [...byKey.keys()].join(", ");
  await access.connection.run(`DELETE FROM finding WHERE id IN (${keys})`);
  const appender = await access.appender("finding");
  for (const band of byKey.values()) {
    appender.appendInteger(band.key);
    appender.appendInteger(band.run);
    appender.appendVarchar(band.id);
    appender.appendVarchar(band.headline);
    appender.appendVarchar(band.severity);
    if (band.bytes === null) appender.appendNull();
    else appender.appendDouble(band.bytes);
    appender.appendBigInt(BigInt(Math.round(band.from * 1000)));
    appender.appendBigInt(BigInt(Math.round(band.to * 1000)));
    appender.appendBoolean(band.isOpen);
    for (const count of [band.reports, band.missed]) {
      if (count === null) appender.appendNull();
      else appender.appendInteger(count);
    }
    appender.endRow();
  }
  appender.flushSync();
}
