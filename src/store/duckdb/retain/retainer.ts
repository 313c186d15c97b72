/**
 * Keeps the file within its bounds: thins what is old, lets go of what is too old or too much, and of runs
 * and findings that have no scrape any more. Always by whole chains, so that what stays can be read. The
 * work is cut into transactions of one run and one day each, between which scrapes are written.
 */
import type { Retention, RunId } from "../../store.ts";
import type { Catalog, CatalogRun } from "../file/catalog.ts";
import type { Database } from "../file/database.ts";
import { scrapeTimes } from "../file/load-tables.ts";
import { readRows } from "../file/read-rows.ts";
import { sizeOf } from "../file/store-size.ts";
import { thinRun } from "./thin-run.ts";

export interface RetainerHooks {
  /** Resolves when whatever is written of these runs later begins a chain of its own. */
  breakChains(runs: readonly RunId[]): Promise<void>;
  /** Lets go of rows of the dictionary to which no scrape of these runs refers. */
  sweep(runs: readonly RunId[]): Promise<boolean>;
  /** The run is gone. */
  forget(run: CatalogRun): void;
}

/** Of the bytes that are allowed so much may be in use: the rest is room to write in. */
const FULL_SHARE = 0.85;
/** So much is let go of at once where there is too much, so that it need not be done every minute. */
const GONE_SHARE = 0.9;
const MAX_ROUNDS = 12;
/** All scrapes are read for it, which takes a minute where there are millions. Seconds. */
const SWEEP_EVERY = 86_400;
/** A run that was never looked at goes after a day. */
const UNUSED_AFTER = 86_400;
const DAY_MS = 86_400_000;

export class Retainer {
  private readonly database: Database;
  private readonly catalog: Catalog;
  private readonly hooks: RetainerHooks;
  private sweptAt = Number.NEGATIVE_INFINITY;

  constructor(database: Database, catalog: Catalog, hooks: RetainerHooks) {
    this.database = database;
    this.catalog = catalog;
    this.hooks = hooks;
  }

  async retain(policy: Retention, now: number): Promise<void> {
    const { thinTo, thinAfter, maxAge } = policy;
    const isGone = await this.dropBefore((now - maxAge) * 1000);
    const isThinned = await this.thin(Math.floor((now - thinAfter) / thinTo) * thinTo, thinTo);
    if (isGone || isThinned) await this.database.checkpoint();
    const isTooMuch = await this.dropToSize(policy.maxBytes);
    if (!isGone && !isTooMuch) return;
    await this.dropEmptyRuns(now);
    await this.sweep(now);
  }

  private async sweep(now: number): Promise<void> {
    if (now - this.sweptAt < SWEEP_EVERY) return;
    this.sweptAt = now;
    const runs = this.catalog.allRuns().filter(({ hasScrapes }) => hasScrapes);
    if (await this.hooks.sweep(runs.map(({ id }) => id))) await this.database.checkpoint();
  }

  /** @param before seconds, at the beginning of a span */
  private async thin(before: number, thinTo: number): Promise<boolean> {
    await this.breakChainsBefore(before);
    const chainsByRun = await this.endedChains(before * 1000);
    for (const [run, all] of chainsByRun) {
      for (const chains of byDay(all)) {
        await this.database.write(async (access) => {
          await thinRun(access, run, chains, thinTo * 1000);
          const where = `run = ${run} AND chain_ms IN (${chains.join(", ")})`;
          await access.connection.run(`DELETE FROM scrape WHERE ${where}`);
        });
      }
    }
    return chainsByRun.size > 0;
  }

  /** Chains of scrapes that are not thinned, all before. */
  private async endedChains(before: number): Promise<Map<RunId, number[]>> {
    const chains = new Map<RunId, number[]>();
    const sql = `SELECT run, chain_ms::DOUBLE FROM scrape WHERE chain_ms < ${before}
      GROUP BY run, chain_ms HAVING max(time_ms) < ${before} ORDER BY run`;
    await this.database.read((connection) =>
      readRows(connection, sql, (row) => {
        const run = row.number(0);
        const known = chains.get(run);
        if (known === undefined) chains.set(run, [row.number(1)]);
        else known.push(row.number(1));
      }),
    );
    return chains;
  }

  /** Lets go of chains that end before. @returns true where there were any */
  private async dropBefore(milliseconds: number): Promise<boolean> {
    const before = Math.floor(milliseconds);
    const isAny = this.catalog.allRuns().some((run) => run.hasScrapes && run.first * 1000 < before);
    if (!isAny) return false;
    await this.breakChainsBefore(before / 1000);
    const ended = `SELECT run, chain_ms FROM every_scrape WHERE chain_ms < ${before}
      GROUP BY run, chain_ms HAVING max(time_ms) < ${before}`;
    return this.database.write(async ({ connection }) => {
      let count = 0;
      for (const table of ["scrape", "thinned_scrape"]) {
        const sql = `DELETE FROM ${table} WHERE chain_ms < ${before} AND (run, chain_ms) IN (${ended})`;
        count += (await connection.run(sql)).rowsChanged;
      }
      return count > 0;
    });
  }

  private breakChainsBefore(seconds: number): Promise<void> {
    const runs = this.catalog.allRuns().filter((run) => run.hasScrapes && run.last < seconds);
    return this.hooks.breakChains(runs.map(({ id }) => id));
  }

  private async dropToSize(maxBytes: number): Promise<boolean> {
    let isGone = false;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const used = await this.usedBytes();
      const allowed = maxBytes * FULL_SHARE;
      if (used <= allowed) break;
      const share = Math.min(0.9, Math.max(0.02, 1 - (allowed * GONE_SHARE) / used));
      const until = await this.oldest(share);
      if (until === undefined || !(await this.dropBefore(until))) break;
      isGone = true;
      await this.database.checkpoint();
    }
    const { path } = this.database;
    if (sizeOf(path) + sizeOf(`${path}.wal`) > maxBytes) await this.database.checkpoint();
    // Room that is free within it is not given back otherwise.
    if (sizeOf(path) > maxBytes) await this.database.rebuild();
    return isGone;
  }

  /** The time before which that share of all scrapes lies. */
  private async oldest(share: number): Promise<number | undefined> {
    let time: number | undefined;
    const sql = `SELECT quantile_disc(time_ms, ${share})::DOUBLE FROM every_scrape`;
    await this.database.read((connection) =>
      readRows(connection, sql, (row) => {
        time = row.numberOrNull(0) ?? undefined;
      }),
    );
    return time;
  }

  /** Blocks of the file that hold something, and the log. */
  private async usedBytes(): Promise<number> {
    let bytes = 0;
    const sql = "SELECT used_blocks * block_size FROM pragma_database_size()";
    await this.database.read((connection) =>
      readRows(connection, sql, (row) => {
        bytes = row.number(0);
      }),
    );
    return bytes + sizeOf(`${this.database.path}.wal`);
  }

  private async dropEmptyRuns(now: number): Promise<void> {
    const times = await this.database.read(scrapeTimes);
    const empty: CatalogRun[] = [];
    for (const run of this.catalog.allRuns()) {
      const left = times.get(run.id) ?? null;
      const isUnused = !run.hasScrapes && now - run.created > UNUSED_AFTER;
      if (left !== null) this.catalog.setTimes(run.id, left);
      else if (run.hasScrapes || isUnused) empty.push(run);
    }
    if (empty.length === 0) return;
    this.catalog.removeRuns(new Set(empty.map(({ id }) => id)));
    for (const run of empty) this.hooks.forget(run);
    const runs = empty.map(({ id }) => id).join(", ");
    const targets = [...this.catalog.goneTargets()].join(", ");
    await this.database.write(async ({ connection }) => {
      await connection.run(`DELETE FROM run WHERE id IN (${runs})`);
      await connection.run(`DELETE FROM former_setting WHERE run IN (${runs})`);
      await connection.run(`DELETE FROM finding WHERE run IN (${runs})`);
      if (targets === "") return;
      await connection.run(`DELETE FROM target WHERE id IN (${targets})`);
      await connection.run(`DELETE FROM report WHERE target IN (${targets})`);
    });
  }
}

/** What one transaction has to hold; no chain goes beyond a quarter of an hour, so beyond its day. */
function byDay(chains: readonly number[]): Iterable<number[]> {
  const days = new Map<number, number[]>();
  for (const chain of chains) {
    const day = Math.floor(chain / DAY_MS);
    const known = days.get(day);
    if (known === undefined) days.set(day, [chain]);
    else known.push(chain);
  }
  return days.values();
}
