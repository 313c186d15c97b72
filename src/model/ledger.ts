/**
 * The ledger: a tree of lines in which the children of a line add up to it exactly. Where two
 * sources disagree, the difference is a line of its own and may be negative; no other line may.
 * A number whose source is missing is null and says why; it is never 0.
 */
export type Basis =
  /** The kernel or the runtime says so. */
  | "counted"
  /** Arithmetic on counted numbers; the formula is given. */
  | "derived"
  /** Scaled up from samples; a range is given. */
  | "estimated";

export interface LedgerLine {
  readonly id: string;
  readonly title: string;
  readonly bytes: number | null;
  /** 95 % interval of an estimate, in bytes. */
  readonly range?: readonly [number, number];
  readonly basis: Basis;
  /** Where it was read, e.g. "/proc/PID/smaps", "MemStats.HeapIdle". */
  readonly source: string;
  readonly formula?: string;
  readonly note?: string;
  /** Set exactly where bytes is null. */
  readonly missing?: { readonly reason: string; readonly remedy?: string };
  /**
   * How much of it is in RSS, where that is less than `bytes` (address space, memory that was
   * never touched). Shares of RSS use this. Undefined: all of it.
   */
  readonly resident?: number;
  /** Against the first snapshot of the recording; perSecond where the times are known. */
  readonly change?: { readonly bytes: number; readonly perSecond?: number };
  /** For lines of code: the place in the source. */
  readonly place?: { readonly function: string; readonly file: string; readonly line: number };
  readonly children: readonly LedgerLine[];
}

/** Depth-first search by id. */
export function findLine(line: LedgerLine, id: string): LedgerLine | undefined {
  if (line.id === id) return line;
  for (const child of line.children) {
    const found = findLine(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every line, parents before children. */
export function* eachLine(line: LedgerLine): Generator<LedgerLine> {
  yield line;
  for (const child of line.children) yield* eachLine(child);
}
