/**
 * The ledger as a picture: below each line those that it is made of, as wide as their share of it.
 * In RAM only what is resident counts, so the widths add up; a negative difference has none, as it
 * is what the others are less than they seem. What is not in memory is measured by its addresses.
 */
import type { LedgerLine } from "../../model/ledger.ts";

export interface LedgerCell {
  readonly line: LedgerLine;
  /** 0: the line that one looks at; negative: above it. */
  readonly depth: number;
  /** 0..1 of the picture's width. */
  readonly left: number;
  readonly width: number;
  readonly color: string;
}

/** Narrower cells can neither be seen nor hit. */
const NARROWEST = 0.0015;
const DEEPEST = 5;

/** Cells of the line with this id, of those above it and below it; of the root where there is none. */
export function layOutLedger(root: LedgerLine, id: string): LedgerCell[] {
  const path = pathTo(root, id) ?? [root];
  const cells: LedgerCell[] = path.map((line, i) => ({
    line,
    depth: i - path.length + 1,
    left: 0,
    width: 1,
    color: colorOf(path.slice(0, i + 1)),
  }));
  addChildren(cells, path, { left: 0, width: 1, depth: 1, isAddresses: isAddresses(path) });
  return cells;
}

/** From the root to the line with this id, or undefined. */
export function pathTo(root: LedgerLine, id: string): LedgerLine[] | undefined {
  if (root.id === id) return [root];
  for (const child of root.children) {
    const path = pathTo(child, id);
    if (path !== undefined) return [root, ...path];
  }
  return undefined;
}

/** What a line counts for in the picture, in bytes. */
export function drawnBytes(line: LedgerLine, isInAddresses: boolean): number {
  if (line.bytes === null) {
    return line.children.reduce((sum, child) => sum + drawnBytes(child, isInAddresses), 0);
  }
  return Math.max(0, isInAddresses ? line.bytes : (line.resident ?? line.bytes));
}

function isAddresses(path: readonly LedgerLine[]): boolean {
  return path.at(-1)!.id === "virt" || path.some(({ id }) => id === "not-resident");
}

interface Room {
  readonly left: number;
  readonly width: number;
  readonly depth: number;
  readonly isAddresses: boolean;
}

function addChildren(cells: LedgerCell[], path: readonly LedgerLine[], room: Room): void {
  if (room.depth > DEEPEST) return;
  const { children } = path.at(-1)!;
  const sizes = children.map((child) => drawnBytes(child, room.isAddresses));
  const whole = sizes.reduce((a, b) => a + b, 0);
  if (whole === 0) return;
  const order = children.map((_, i) => i).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  let left = room.left;
  for (const i of order) {
    const width = (sizes[i]! / whole) * room.width;
    if (width < NARROWEST) break;
    const below = [...path, children[i]!];
    cells.push({ line: children[i]!, depth: room.depth, left, width, color: colorOf(below) });
    const inAddresses = room.isAddresses && children[i]!.id !== "rss";
    addChildren(cells, below, { left, width, depth: room.depth + 1, isAddresses: inAddresses });
    left += width;
  }
}

/** Names of colours in styles/tokens.css; what has none has that of the line above it. */
const COLORS: Readonly<Record<string, string>> = {
  virt: "addresses",
  "not-resident": "addresses",
  rss: "ram",
  "go-heap": "heap",
  live: "live",
  "since-gc": "fresh",
  "free-slots": "slots",
  idle: "idle",
  stacks: "stacks",
  "gc-bitmap": "meta",
  "go-metadata": "meta",
  "released-here": "idle",
  "heap-difference": "difference",
  unattributed: "difference",
  "program-file": "program",
  "outside-go": "outside",
  "mapped-files": "files",
  "shared-memory": "files",
  rest: "others",
  others: "others",
};

/** Of a line by its id alone. */
export function colorOfLine(id: string): string {
  return COLORS[id] ?? "meta";
}

export function colorOf(path: readonly LedgerLine[]): string {
  for (const { id } of path.toReversed()) {
    const color = COLORS[id];
    if (color !== undefined) return color;
  }
  return "meta";
}
