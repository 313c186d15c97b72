/** RSS cut into the lines of the ledger that a reader watches: what the bar is made of. */
import { MiB } from "../../base/units.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";
import type { Style } from "../../report/text/spans.ts";

export interface LedgerPart {
  readonly id: string;
  /** Short, for a legend. */
  readonly title: string;
  /** In RAM. */
  readonly bytes: number;
  /** In a few words. */
  readonly what: string;
  /** One character that fills its piece of the bar; neighbours differ without colour too. */
  readonly glyph: string;
  readonly style: Style;
}

interface Kind {
  readonly title: string;
  readonly what: string;
  readonly ids: readonly string[];
  readonly glyph: string;
  readonly style: Style;
}

/** In this order from left to right: what the program holds first, what others hold last. */
const KINDS: readonly Kind[] = [
  {
    title: "live",
    what: "objects that the last collection found in use",
    ids: ["live"],
    glyph: "█",
    style: "accent",
  },
  {
    title: "since GC",
    what: "allocated since: live or garbage, the next collection will tell",
    ids: ["since-gc"],
    glyph: "▓",
    style: "second",
  },
  {
    title: "objects",
    what: "live or garbage: nothing tells yet which",
    ids: ["allocated"],
    glyph: "█",
    style: "accent",
  },
  {
    title: "free slots",
    what: "room beside live objects in pages that they pin",
    ids: ["free-slots"],
    glyph: "▒",
    style: "warn",
  },
  {
    title: "kept free",
    what: "pages that Go has not given back yet",
    ids: ["idle", "released-here"],
    glyph: "░",
    style: "third",
  },
  { title: "stacks", what: "goroutine stacks", ids: ["stacks"], glyph: "▚", style: "accent" },
  {
    title: "runtime",
    what: "Go's own bookkeeping",
    ids: ["go-metadata", "gc-bitmap"],
    glyph: "▪",
    style: "plain",
  },
  {
    title: "outside Go",
    what: "cgo, mmap and thread stacks: in no Go number",
    ids: ["outside-go"],
    glyph: "▞",
    style: "warn",
  },
  {
    title: "files",
    what: "the program itself and mapped files",
    ids: ["program-file", "mapped-files"],
    glyph: "─",
    style: "plain",
  },
  {
    title: "shared",
    what: "memfd, shm and shared mappings: other processes may have it too",
    ids: ["shared-memory"],
    glyph: "≡",
    style: "second",
  },
];
/** Where the program tells nothing of what is in it. */
const WHOLE_HEAP: Kind = {
  title: "Go heap",
  what: "live objects, garbage, stacks and free pages",
  ids: ["go-heap"],
  glyph: "█",
  style: "accent",
};
const OTHER: Kind = {
  title: "other",
  what: "what no line above is",
  ids: [],
  glyph: "·",
  style: "faint",
};

/** Every kind of part, for the help page. */
export const LEGEND: readonly Kind[] = [...KINDS, OTHER];

/** Less is 0.0 in a legend. */
const LEAST_BYTES = 0.05 * MiB;

/** Parts that add up to RSS, but for what is too small to see; without the kernel's numbers, to what Go counts. Empty: nothing known. */
export function ledgerParts(ledger: LedgerLine): LedgerPart[] {
  const whole = wholeBytes(ledger);
  if (whole === undefined) return [];
  let rest = whole;
  const parts: LedgerPart[] = [];
  const isOpaque = (findLine(ledger, "go-heap")?.children ?? []).every(({ bytes }) => !bytes);
  for (const kind of isOpaque ? [WHOLE_HEAP, ...KINDS] : KINDS) {
    const bytes = Math.min(
      rest,
      kind.ids.reduce((sum, id) => sum + residentOf(ledger, id), 0),
    );
    rest -= bytes;
    if (bytes >= LEAST_BYTES) parts.push(partOf(kind, bytes));
    else rest += bytes;
  }
  return rest >= LEAST_BYTES ? [...parts, partOf(OTHER, rest)] : parts;
}

/** Bytes that the parts add up to. */
export function wholeBytes(ledger: LedgerLine): number | undefined {
  return findLine(ledger, "rss")?.bytes ?? findLine(ledger, "go-heap")?.bytes ?? undefined;
}

/** A negative line corrects the others and is in their `resident` already. */
function residentOf(ledger: LedgerLine, id: string): number {
  const line = findLine(ledger, id);
  return Math.max(0, line?.resident ?? line?.bytes ?? 0);
}

function partOf({ ids, ...kind }: Kind, bytes: number): LedgerPart {
  return { id: ids[0] ?? "other", bytes, ...kind };
}
