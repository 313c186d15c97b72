/** The Go heap is large, and nothing that was read breaks it down. */
import { formatBytes } from "../../../base/units.ts";
import { findLine } from "../../../model/ledger.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import type { Action } from "../../../model/verdict.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

export const unseenHeap: VerdictRule = {
  id: "unseen-heap",
  says: "the Go heap holds it, and without pprof nothing tells what is in there",
  mendable: false,
  judge: (context) => {
    if (context.stats !== undefined || context.last.heap !== undefined) return undefined;
    // A trace tells what is live, which then is another finding's.
    const live = findLine(context.ledger, "live")?.bytes ?? 0;
    const id = live > 0 ? "heap-other" : "go-heap";
    const bytes = bytesOf(context, id);
    if (bytes === 0) return undefined;
    return {
      headline: headline(bytes, live),
      bytes,
      owns: [id],
      resident: residentOf(context, id),
      evidence: [
        ...(id === "go-heap" ? [] : evidenceOf(context, id)),
        ...evidenceOf(context, "go-heap"),
        ...rssEvidence(context),
      ],
      actions: [
        ...(live > 0 ? [] : readTrace(context.last)),
        ...(whyUnseen(context.last) ?? SERVE_IT),
      ],
      confidence: "high",
    };
  },
};

function headline(bytes: number, live: number): string {
  if (live === 0) {
    return `${formatBytes(bytes)} are Go heap; what of it is live, garbage or free only the program itself can tell, and nothing that was read has it.`;
  }
  return `${formatBytes(bytes)} of the Go heap are beyond the ${formatBytes(live)} that were live after the last collection; what of it is garbage, free or stacks only the program itself can tell, and nothing that was read has it.`;
}

const SERVE_IT: readonly Action[] = [
  { text: "Serve pprof in the program, then look again:", code: 'import _ "net/http/pprof"' },
  { text: "Where it serves pprof already, name the address as well: a PID and a URL together." },
  {
    text: "Without changing it, how much is live is told by its collections, where Resident starts it:",
    code: "resident run -- COMMAND",
  },
];

/** Half of the answer is in the log of a program that traces its collections. */
function readTrace({ environment }: Snapshot): readonly Action[] {
  if (!/(?:^|,)gctrace=[1-9]/.test(environment?.GODEBUG ?? "")) return [];
  return [
    {
      text: "It was started with gctrace: its standard error tells how much is live. Name the file that this goes to:",
      code: "--gctrace FILE",
    },
  ];
}

/** Whoever looked for it knows best what is in the way: a program that serves it may only be slow. */
function whyUnseen({ missing }: Snapshot): readonly Action[] | undefined {
  const found = SOURCES.flatMap((name) => missing.filter(({ source }) => source === name))[0];
  if (found?.remedy === undefined) return undefined;
  const { reason, remedy } = found;
  return [{ text: `Its pprof could not be read: ${reason}. ${remedy}` }];
}

const SOURCES = ["pprof/heap.debug1.txt", "pprof/heap"];
