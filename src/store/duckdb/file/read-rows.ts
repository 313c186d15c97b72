/**
 * Rows of a query, one after the other, without an object a row: a visitor asks for the columns that it
 * needs of the row at hand.
 */
import type { DuckDBBlobValue, DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";

export interface Row {
  isNull(column: number): boolean;
  /** NaN where there is none. */
  number(column: number): number;
  numberOrNull(column: number): number | null;
  text(column: number): string;
  textOrNull(column: number): string | null;
  bytes(column: number): Uint8Array | null;
}

class ChunkRow implements Row {
  row = 0;
  private readonly chunk: DuckDBDataChunk;

  constructor(chunk: DuckDBDataChunk) {
    this.chunk = chunk;
  }

  isNull(column: number): boolean {
    return this.value(column) === null;
  }

  number(column: number): number {
    return this.numberOrNull(column) ?? Number.NaN;
  }

  numberOrNull(column: number): number | null {
    const value = this.value(column);
    return value === null ? null : Number(value);
  }

  text(column: number): string {
    return this.textOrNull(column) ?? "";
  }

  textOrNull(column: number): string | null {
    const value = this.value(column);
    return value === null ? null : String(value);
  }

  bytes(column: number): Uint8Array | null {
    const value = this.value(column);
    return value === null ? null : (value as DuckDBBlobValue).bytes;
  }

  private value(column: number): unknown {
    return this.chunk.getColumnVector(column).getItem(this.row);
  }
}

export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  visit: (row: Row) => void,
): Promise<void> {
  for await (const chunk of await connection.run(sql)) {
    const row = new ChunkRow(chunk);
    const { rowCount } = chunk;
    for (row.row = 0; row.row < rowCount; row.row++) visit(row);
  }
}
