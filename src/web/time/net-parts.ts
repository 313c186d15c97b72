/**
 * The parts of RSS as areas. Part of what Go counts may not be in RAM: a negative line of the ledger, which
 * can't be an area. It is taken off the lines that it corrects, by their share of them, so that the pile
 * ends at RSS; how much it was is said beside it.
 */
import type { TimeTable } from "../../model/page.ts";

type Part = TimeTable["parts"][number];
type Column = readonly (number | null)[];

export interface NettedParts {
  /** None is below 0, and none is never above it. */
  readonly parts: readonly Part[];
  /** RSS less what the parts say, where that is below 0; null: nothing was taken off. */
  readonly difference: Column;
}

/** What the difference of the Go heap corrects: pages that Go counts and nobody wrote to. */
const HEAP: ReadonlySet<string> = new Set([
  "allocated",
  "live",
  "since-gc",
  "free-slots",
  "idle",
  "stacks",
  "gc-bitmap",
  "released-here",
]);
/** A page: less is no difference. */
const LEAST = 4096;

export function netParts({ parts, rss }: Pick<TimeTable, "parts" | "rss">): NettedParts {
  const columns = parts.map(({ bytes }) =>
    bytes.map((value) => (value === null ? null : Math.max(0, value))),
  );
  const heap = columns.filter((_, row) => HEAP.has(parts[row]!.id));
  const difference = rss.map((whole, at) => {
    if (whole === null) return null;
    const debt = sumAt(columns, at) - whole;
    if (debt < LEAST) return null;
    // Where it is more than these have, the sources were read at different moments: the rest pays.
    takeOff(columns, at, takeOff(heap, at, debt));
    return -debt;
  });
  const netted = parts.map((part, row) => ({ ...part, bytes: columns[row]! }));
  return {
    parts: netted.filter(({ bytes }) => bytes.some((value) => value !== null && value > 0)),
    difference,
  };
}

/**
 * What is said of a part: where the kernel alone was asked, the lines of the heap are drawn as they were
 * held, and not said. The difference is: it is what the kernel's count moved by since.
 */
export function toldBytes(
  { id, bytes }: Part,
  { heapAlloc }: Pick<TimeTable, "heapAlloc">,
): Column {
  return HEAP.has(id) ? bytes.map((value, at) => (heapAlloc[at] === null ? null : value)) : bytes;
}

function sumAt(columns: readonly Column[], at: number): number {
  return columns.reduce((sum, column) => sum + (column[at] ?? 0), 0);
}

/** @returns what they could not pay */
function takeOff(columns: readonly (number | null)[][], at: number, debt: number): number {
  const whole = sumAt(columns, at);
  if (debt <= 0 || whole <= 0) return debt;
  const share = Math.min(1, debt / whole);
  for (const column of columns) {
    const value = column[at] ?? null;
    if (value !== null) column[at] = value * (1 - share);
  }
  return Math.max(0, debt - whole);
}
