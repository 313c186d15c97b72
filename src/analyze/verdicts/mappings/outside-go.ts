/** Memory that no number of Go contains: C's heap, thread stacks, anonymous mmap. */
import { formatBytes } from "../../../base/units.ts";
import type { LedgerLine } from "../../../model/ledger.ts";
import { findLine } from "../../../model/ledger.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { hasRaceDetector } from "../../ledger/race-detector.ts";
import type { VerdictContext } from "../rule/context.ts";
import { residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { copiedFiles, fileEvidence } from "./file-uses.ts";
import { growthOutside, outsideForecast, outsideGrowthText } from "./outside-growth.ts";

export const outsideGo: VerdictRule = {
  id: "outside-go",
  says: "cgo, mmap or thread stacks: not in any Go number",
  mendable: true,
  judge: (context) => {
    const line = findLine(context.ledger, "outside-go");
    if (line === undefined || line.bytes === null || line.bytes === 0) return undefined;
    const kindOf = (part: LedgerLine) => kindIn(context, part);
    const parts = [...line.children].sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
    const largest = parts[0];
    const isUnsure = largest?.basis === "estimated" && !isRace(context, largest);
    const growth = growthOutside(context);
    return {
      headline: `${formatBytes(line.bytes)} ${isUnsure ? "are outside Go's heap" : "were not allocated by Go"}${largest === undefined ? "" : `: mostly ${kindOf(largest)}`}.${growth === undefined ? "" : outsideGrowthText(growth)} No heap profile shows it.`,
      bytes: line.bytes,
      owns: ["outside-go"],
      resident: residentOf(context, "outside-go"),
      evidence: [
        ...parts.map((part) => partEvidence(part, kindOf(part))),
        ...copyEvidence(context, largest),
        ...goEvidence(context),
        ...rssEvidence(context),
      ],
      actions: isRace(context, largest) ? [WITHOUT_RACE] : actions(largest),
      confidence: isUnsure ? "low" : "high",
      ...(growth === undefined ? {} : { forecast: outsideForecast(context, growth) }),
    };
  },
};

const KINDS: Readonly<Record<string, string>> = {
  "c-heap": "malloc of C code (cgo), small blocks",
  "thread-stacks": "stacks of OS threads",
  "file-copies": "copies of privately mapped pages of files that were written",
  "other-anonymous":
    "mmap, or malloc of C code in blocks of 128 KiB and more, which cannot be told apart",
};

/** What the program is built with, it is with all of it. */
const WITHOUT_RACE: Action = {
  text: "Build without -race where memory counts: with it a program takes 5 to 10 times as much, as Go's manual says.",
};

/** Its shadow grows with the heap that was used, and is no mmap that anybody would find. */
function isRace({ last }: VerdictContext, line: LedgerLine | undefined): boolean {
  const { addressSpace } = last;
  return (
    line?.id === "other-anonymous" && addressSpace !== undefined && hasRaceDetector(addressSpace)
  );
}

function kindIn(context: VerdictContext, line: LedgerLine): string {
  if (isRace(context, line)) return "the shadow memory of the race detector (-race)";
  if (line.basis === "estimated")
    return `${line.title}, which ${line.note ?? "nothing tells apart"}`.replace(
      "which they",
      "which",
    );
  return KINDS[line.id] ?? line.title;
}

function partEvidence(line: LedgerLine, what: string): Evidence {
  return { what, value: formatBytes(line.bytes ?? 0), source: line.source };
}

function copyEvidence({ last }: VerdictContext, largest: LedgerLine | undefined): Evidence[] {
  if (largest?.id !== "file-copies") return [];
  return fileEvidence(copiedFiles(last.addressSpace, last.meta.executable));
}

function goEvidence(context: VerdictContext): Evidence[] {
  return evidenceOf(context, "go-heap");
}

function actions(largest: LedgerLine | undefined): Action[] {
  const list: Action[] = [];
  if (largest?.id === "c-heap") {
    list.push(
      {
        text: "Find the C allocations: run with a malloc profiler (jemalloc, heaptrack, bcc memleak).",
      },
      {
        text: "glibc keeps an arena for each thread; fewer arenas keep less.",
        code: "MALLOC_ARENA_MAX=2",
      },
    );
  } else if (largest?.id === "thread-stacks") {
    list.push({
      text: "Fewer OS threads: bound the goroutines that are in C calls or system calls at once.",
    });
  } else if (largest?.id === "file-copies") {
    list.push({
      text: "Map the file shared (MAP_SHARED) or read-only where no copies are wanted, and write less of it: each page that is written is copied, and the kernel can't drop the copy.",
    });
  } else {
    list.push({
      text: "Look for syscall.Mmap, memory-mapped stores and caches, and C code that allocates large blocks; a malloc profiler (jemalloc, heaptrack, bcc memleak) shows the latter.",
    });
  }
  list.push({
    text: "GOGC and GOMEMLIMIT do not see this memory: leave room for it in GOMEMLIMIT.",
  });
  return list;
}
