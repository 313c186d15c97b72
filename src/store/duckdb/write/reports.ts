/**
 * The last report of each target: in memory, packed, and in the file when its verdicts change and now and
 * then, as a report is a hundred times as large as the scrape that it was made of. A report that the file
 * has is as old as it says.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { DuckDBConnection } from "@duckdb/node-api";
import { ownBytes } from "../../../base/own-bytes.ts";
import type { Report } from "../../../model/report.ts";
import type { TargetId } from "../../store.ts";
import type { WriteAccess } from "../file/database.ts";
import { readRows } from "../file/read-rows.ts";

/** A report goes into the file after so long, though its verdicts are the same. Seconds. */
const REWRITE = 300;
const MAX_BYTES = 1 << 28;

export interface PackedReport {
  readonly target: TargetId;
  readonly time: number;
  readonly content: Uint8Array;
}

export class Reports {
  private readonly last = new Map<TargetId, PackedReport>();
  private readonly written = new Map<
    TargetId,
    { readonly time: number; readonly verdicts: string }
  >();

  /** @returns the report where the file has to get it now */
  keep(target: TargetId, time: number, report: Report): PackedReport | undefined {
    const content = ownBytes(deflateRawSync(JSON.stringify(report), { level: 1 }));
    const packed = { target, time, content };
    this.last.set(target, packed);
    const verdicts = report.verdicts.map(({ id, severity }) => `${id} ${severity}`).join("\n");
    const before = this.written.get(target);
    const isSame = before?.verdicts === verdicts;
    if (isSame && Math.abs(time - before.time) < REWRITE) return undefined;
    this.written.set(target, { time, verdicts });
    return packed;
  }

  /** What the file was to get it did not. */
  forgetWritten(target: TargetId): void {
    this.written.delete(target);
  }

  /** Those that the file has in an older form. */
  unwritten(): PackedReport[] {
    return [...this.last.values()].filter(
      ({ target, time }) => this.written.get(target)?.time !== time,
    );
  }

  async read(
    connection: DuckDBConnection,
    target: TargetId,
  ): Promise<{ readonly time: number; readonly report: Report } | undefined> {
    const packed = this.last.get(target) ?? (await readReport(connection, target));
    if (packed === undefined) return undefined;
    const text = inflateRawSync(packed.content, { maxOutputLength: MAX_BYTES }).toString();
    return { time: packed.time, report: JSON.parse(text) as Report };
  }

  forget(target: TargetId): void {
    this.last.delete(target);
    this.written.delete(target);
  }
}

async function readReport(
  connection: DuckDBConnection,
  target: TargetId,
): Promise<PackedReport | undefined> {
  let found: PackedReport | undefined;
  const sql = `SELECT time_ms::DOUBLE, content FROM report WHERE target = ${target}`;
  await readRows(connection, sql, (row) => {
    found = { target, time: row.number(0) / 1000, content: row.bytes(1)! };
  });
  return found;
}

export async function putReports(
  access: WriteAccess,
  reports: readonly PackedReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const targets = reports.map(({ target }) => target).join(", ");
  await access.connection.run(`DELETE FROM report WHERE target IN (${targets})`);
  const appender = await access.appender("report");
  for (const { target, time, content } of reports) {
    appender.appendInteger(target);
    appender.appendBigInt(BigInt(Math.round(time * 1000)));
    appender.appendBlob(content);
    appender.endRow();
  }
  appender.flushSync();
}
