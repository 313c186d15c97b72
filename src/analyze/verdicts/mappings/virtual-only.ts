/** VIRT is address space, not memory. */
import { formatBytes, formatCount, MiB } from "../../../base/units.ts";
import { isAtLeast } from "../../../model/go-version.ts";
import { findLine, type LedgerLine } from "../../../model/ledger.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { causes } from "../../code/service-code.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, seriesOf } from "../rule/context.ts";
import { describePlace, evidenceOf } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

const MUCH_LARGER = 3;
/** Named in the sentence are so many parts of RSS at most, each of this share at least. */
const NOTABLE_SHARE = 0.15;
const MOST_PARTS = 3;
/** What two sources disagree about is no part that a reader knows. */
const CORRECTIONS: ReadonlySet<string> = new Set(["heap-difference", "unattributed"]);

export const virtualOnly: VerdictRule = {
  id: "virtual-only",
  says: "VIRT is address space, not memory",
  mendable: false,
  judge: (context, claimed) => {
    const virt = bytesOf(context, "virt");
    if (!context.hasRss || virt < MUCH_LARGER * context.rss) return undefined;
    return {
      headline: `The process uses ${formatBytes(context.rss)} of memory${claimed.size === 0 ? partsOf(context) : ""}; the ${formatBytes(virt)} of VIRT are reserved addresses, which cost nothing.`,
      bytes: virt - context.rss,
      owns: [],
      resident: 0,
      evidence: [
        ...evidenceOf(context, "virt"),
        ...evidenceOf(context, "rss"),
        ...outsideGo(context, virt - context.rss),
        ...reservations(context),
      ],
      actions: actions(context),
      confidence: "high",
    };
  },
};

/** RSS so far above what it is now, in the same looks, is worth one more. */
const MUCH_MORE = 1.5;
const MUCH_MORE_BYTES = 16 * MiB;

function actions(context: VerdictContext): Action[] {
  const { rss } = context;
  const most = Math.max(...seriesOf(context, "rss").map(({ value }) => value));
  if (most > Math.max(MUCH_MORE * rss, rss + MUCH_MORE_BYTES)) {
    const text = `Look when it is at its highest: RSS was ${formatBytes(most)} in one of these looks. Watch RSS, or the cgroup's memory, not VIRT.`;
    return [{ text }];
  }
  return [{ text: "Nothing to do: watch RSS, or the cgroup's memory, not VIRT." }];
}

/** In a small process nothing is worth a verdict, but its largest parts are worth a word. */
function partsOf(context: VerdictContext): string {
  const leaves = findLine(context.ledger, "rss")?.children.flatMap(ownLeaves) ?? [];
  const notable = leaves
    .filter(({ id }) => !CORRECTIONS.has(id))
    .filter((line) => residentOf(line) >= NOTABLE_SHARE * context.rss)
    .sort((a, b) => residentOf(b) - residentOf(a))
    .slice(0, MOST_PARTS);
  if (notable.length === 0) return "";
  const parts = notable.map((line) => [formatBytes(residentOf(line)), nameOf(context, line)]);
  if (parts.length === 1) return `, ${parts[0]!.join(" of it ")}`;
  const words = parts.map((part) => part.join(" "));
  return `: ${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

function nameOf({ code }: VerdictContext, line: LedgerLine): string {
  const hasLines = line.children.some(({ place }) => place !== undefined);
  const [top] = hasLines ? causes(code) : [];
  const holdsMost = top?.resolvable === true && top.bytes > (line.bytes ?? 0) / 2;
  return holdsMost ? `${line.title} (most of it of ${describePlace(top)})` : line.title;
}

/** The lines of the ledger below which there are only lines of code and corrections. */
function ownLeaves(line: LedgerLine): readonly LedgerLine[] {
  return line.id === "go-heap" && line.children.length > 0 ? line.children : [line];
}

function residentOf(line: LedgerLine): number {
  return line.resident ?? line.bytes ?? 0;
}

/**
 * Where most of it is no reservation of Go's: addresses for the stacks of threads as a rule, which C's
 * library makes as large as `ulimit -s`, or arenas of malloc.
 */
function outsideGo(context: VerdictContext, absent: number): Evidence[] {
  if (bytesOf(context, "outside-untouched") < absent / 2) return [];
  const { threads } = context.last.status ?? {};
  const outside = evidenceOf(context, "outside-untouched");
  if (threads === undefined) return outside;
  return [
    ...outside,
    {
      what: "OS threads: for each, C's library reserves a stack (as large as ulimit -s, often 8 MiB)",
      value: formatCount(threads),
      source: "/proc/PID/status",
    },
  ];
}

/** What that Go version is known to reserve, beside what was measured here. */
function reservations(context: VerdictContext): Evidence[] {
  const list = [
    ...evidenceOf(context, "metadata-reserved"),
    ...evidenceOf(context, "heap-reserved"),
  ];
  const { go } = context;
  if (go === undefined || !isAtLeast(go, 14)) return list;
  const version = `Go ${go.major}.${go.minor}`;
  const source = "runtime/mpagealloc_64bit.go";
  list.push({ what: `for page summaries, as ${version} has them`, value: "585 MiB", source });
  if (isAtLeast(go, 21)) {
    list.push({ what: "for the scavenger's index", value: "512 MiB", source });
  }
  return list;
}
