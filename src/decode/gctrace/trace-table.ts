/**
 * The columns of cycles or of scavenger lines under construction, by name, and the flags beside
 * them. A log can have a million rows, so a column takes four bytes a row where it can, and is
 * given out piece by piece as the numbers of the model.
 */
import { Uint8Column } from "../../base/columns.ts";
import { ScaledColumn } from "../../base/scaled-column.ts";
import { KiB, MiB } from "../../base/units.ts";

/** What the runtime prints a column in: whole MiB or KiB, µs, ms. Anything else costs eight bytes. */
const UNITS: Readonly<Record<string, number>> = {
  at: 1e-3,
  before: MiB,
  peak: MiB,
  live: MiB,
  liveBefore: MiB,
  goal: MiB,
  stacks: MiB,
  globals: MiB,
  work: KiB,
  released: KiB,
  inuse: MiB,
  idle: MiB,
  sys: MiB,
};

export class TraceTable<Name extends string, Flag extends string> {
  private readonly names: readonly Name[];
  private readonly flagNames: readonly Flag[];
  private readonly columns: readonly ScaledColumn[];
  private readonly flags: readonly Uint8Column[];

  constructor(names: readonly Name[], flagNames: readonly Flag[]) {
    this.names = names;
    this.flagNames = flagNames;
    this.columns = names.map((name) => new ScaledColumn(unitOf(name)));
    this.flags = flagNames.map(() => new Uint8Column());
  }

  get length(): number {
    return this.columns[0]!.length;
  }

  push(row: Float64Array, flags: readonly boolean[]): void {
    for (let i = 0; i < this.columns.length; i++) this.columns[i]!.push(row[i]!);
    for (let i = 0; i < this.flags.length; i++) this.flags[i]!.push(flags[i] === true ? 1 : 0);
  }

  get(column: number, row: number): number {
    return this.columns[column]!.get(row);
  }

  set(column: number, row: number, value: number): void {
    this.columns[column]!.set(row, value);
  }

  /** Moves the rows from `from` on to the end of another table. */
  moveTo(other: TraceTable<Name, Flag>, from: number): void {
    const row = new Float64Array(this.columns.length);
    for (let at = from; at < this.length; at++) {
      for (let i = 0; i < row.length; i++) row[i] = this.get(i, at);
      other.push(
        row,
        this.flags.map(({ data }) => data[at] === 1),
      );
    }
    for (const column of [...this.columns, ...this.flags]) column.length = from;
  }

  /** Rows [from, to) as arrays of their own. */
  slice(from: number, to: number) {
    const numbers = this.names.map((name, i) => [name, this.columns[i]!.slice(from, to)] as const);
    const flags = this.flagNames.map((name, i) => {
      return [name, this.flags[i]!.data.slice(from, to)] as const;
    });
    return {
      length: to - from,
      ...(Object.fromEntries(numbers) as Record<Name, Float64Array>),
      ...(Object.fromEntries(flags) as Record<Flag, Uint8Array>),
    };
  }
}

function unitOf(name: string): number {
  return UNITS[name] ?? (name.endsWith("Ns") ? 1e3 : 1);
}
