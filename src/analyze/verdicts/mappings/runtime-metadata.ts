/** The runtime's own bookkeeping takes a notable part. */
import { formatBytes } from "../../../base/units.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { guessMetadata } from "../../ledger/ledger-input.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

export const runtimeMetadata: VerdictRule = {
  id: "runtime-metadata",
  says: "the runtime's own bookkeeping",
  mendable: false,
  judge: (context) => {
    const bytes = bytesOf(context, "go-metadata") + bytesOf(context, "gc-bitmap");
    const parts = metadataParts(context);
    const top = parts[0];
    return {
      headline: `Go's own bookkeeping takes ${formatBytes(bytes)}${top === undefined ? "" : `, most of it ${top.what}`}. It never shrinks.`,
      bytes,
      owns: ["go-metadata", "gc-bitmap"],
      resident: residentOf(context, "go-metadata") + residentOf(context, "gc-bitmap"),
      evidence: [
        ...evidenceOf(context, "go-metadata"),
        ...parts.map((part) => part.evidence),
        ...rssEvidence(context),
      ],
      actions: actions(context, bytes),
      confidence: "medium",
    };
  },
};

function actions(context: VerdictContext, bytes: number): Action[] {
  const { stats } = context;
  const hasBuckets = (stats?.BuckHashSys ?? 0) > NOTABLE_SHARE * bytes;
  return [
    ...(hasManyRecords(context) ? [FEWER_RECORDS] : [SMALLER_PEAK]),
    ...(hasBuckets ? [FEWER_BUCKETS] : []),
  ];
}

const NOTABLE_SHARE = 0.1;
const SMALLER_PEAK: Action = {
  text: "It grows with the largest heap that the process ever had: a smaller peak keeps it small.",
};
const FEWER_RECORDS: Action = {
  text: "A heap of this size does not take so much: look for many weak pointers (unique.Make, package weak), finalizers and cleanups (runtime.SetFinalizer, AddCleanup), each of which has a record there.",
};
const FEWER_BUCKETS: Action = {
  text: "Profiling buckets grow with distinct stacks: a larger MemProfileRate and a smaller profile depth make fewer.",
  code: "GODEBUG=profstackdepth=32",
};

/** Records of single objects ("specials") lie in GCSys and OtherSys, beside the tables of the heap. */
function hasManyRecords({ stats, recording }: VerdictContext): boolean {
  if (stats === undefined) return false;
  return stats.GCAndOtherSys > 2 * guessMetadata(stats.HeapSys, recording.go);
}

interface Part {
  readonly what: string;
  readonly bytes: number;
  readonly evidence: Evidence;
}

/** Address space of each kind of metadata, largest first. */
function metadataParts(context: VerdictContext): Part[] {
  const stats = context.stats;
  if (stats === undefined) return [];
  const kinds: readonly (readonly [string, string, number])[] = [
    ["profiling buckets", "BuckHashSys", stats.BuckHashSys],
    ["span tables", "MSpanSys", stats.MSpanSys],
    [
      "GC tables, and records of weak pointers, finalizers and cleanups",
      "GCSys + OtherSys",
      stats.GCAndOtherSys,
    ],
  ];
  const parts = kinds.map(([what, field, bytes]) => ({
    what,
    bytes,
    evidence: {
      what: `${what} (${field})`,
      value: formatBytes(bytes),
      source: `MemStats (${stats.source})`,
    },
  }));
  return parts.sort((a, b) => b.bytes - a.bytes);
}
