/** The shape that every report for scripts has, below those that make one and the one that prints it. */
/** What a report says beside its head: fields, and then one table. */
export interface JsonReport {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly table: string;
  readonly rows: Iterable<unknown>;
}
