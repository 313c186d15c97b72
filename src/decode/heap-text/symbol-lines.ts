/**
 * The `#` lines below a record: they name its addresses. Up to Go 1.6 a line repeats the return
 * address, from 1.7 on it is one less; functions inlined into each other share one address and
 * follow each other, innermost first. Leading runtime frames have no line.
 */
import type { HeapRecord } from "./parse-record.ts";

export interface SymbolLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

const SYMBOL = /^#\s+(0x[0-9a-f]{1,16})\s+(.+?)\+0x[0-9a-f]+\s+(.*):(\d+)\s*$/i;

export class SymbolLines {
  /** By return address as it stands in the records; innermost function first. */
  private readonly byAddress = new Map<string, SymbolLine[]>();
  private record: HeapRecord | undefined;
  private last = "";
  /** Addresses that an earlier record named: they are not named twice. */
  private known = new Set<string>();

  add(line: string, record: HeapRecord | undefined): void {
    const match = SYMBOL.exec(line);
    if (match === null || record === undefined) return;
    if (record !== this.record) this.begin(record);
    const [, address, name, file, number] = match;
    const returned = addressIn(record, address!.toLowerCase());
    if (returned === undefined || this.known.has(returned)) return;
    const lines = this.byAddress.get(returned) ?? [];
    if (returned !== this.last && lines.length > 0) return;
    lines.push({ function: name!, file: file!, line: Number(number) });
    this.byAddress.set(returned, lines);
    this.last = returned;
  }

  of(address: string): readonly SymbolLine[] {
    return this.byAddress.get(address) ?? [];
  }

  private begin(record: HeapRecord): void {
    this.record = record;
    this.last = "";
    for (const address of record.addresses) {
      if (this.byAddress.has(address)) this.known.add(address);
    }
  }
}

/** The return address that a `#` line speaks of: itself, or one more. */
function addressIn(record: HeapRecord, address: string): string | undefined {
  if (record.addresses.includes(address)) return address;
  const next = `0x${(BigInt(address) + 1n).toString(16)}`;
  return record.addresses.includes(next) ? next : undefined;
}
