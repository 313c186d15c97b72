/**
 * Few live objects pin many pages: the free slots beside them serve only their own size. Who allocated
 * what was freed made the holes; who holds what is left keeps them open.
 */
import { formatBytes, formatShare } from "../../../base/units.ts";
import type { BySize } from "../../../model/mem-stats.ts";
import type { CodeLine } from "../../../model/report.ts";
import type { Evidence } from "../../../model/verdict.ts";
import { causes } from "../../code/service-code.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";
import { bytesInRam, inRamSentence, notableInRam } from "./in-ram.ts";
import { codeEvidence } from "./live-heap.ts";
import {
  allocatorAction,
  allocatorEvidence,
  allocatorSentence,
  mainAllocator,
} from "./main-allocator.ts";

export const fragmentation: VerdictRule = {
  id: "fragmentation",
  says: "few live bytes pin many pages",
  mendable: true,
  judge: (context) => {
    const { stats } = context;
    if (stats === undefined || stats.HeapInuse === 0) return undefined;
    const bytes = bytesOf(context, "free-slots");
    const used = stats.HeapAlloc / stats.HeapInuse;
    const allocator = mainAllocator(context, "free-slots", "freed");
    const resident = residentOf(context, "free-slots");
    const inRam = notableInRam(context, "free-slots");
    return {
      headline: `${formatBytes(bytes)} are free slots between live objects: these fill only ${formatShare(used)} of the heap's pages in use, and Go cannot move them together.${inRamSentence(context, inRam)}${allocatorSentence(allocator)}`,
      ...bytesInRam(bytes, resident, inRam),
      owns: ["free-slots"],
      resident,
      evidence: [
        ...evidenceOf(context, "free-slots"),
        ...sizeEvidence(context),
        ...allocatorEvidence(allocator),
        ...survivors(context).map(codeEvidence),
        ...rssEvidence(context),
      ],
      actions: [
        {
          text: "Allocate what lives long apart from what is short-lived: first one, then the other, or copy the survivors into fresh memory and drop the rest.",
        },
        {
          text: "Keep few large slices instead of many small objects, or values instead of pointers.",
        },
        ...(allocator === undefined
          ? []
          : [allocatorAction(context, allocator, "Find what is short-lived")]),
      ],
      confidence: "high",
    };
  },
};

/** The line that holds most of what is left. */
function survivors({ code }: VerdictContext): readonly CodeLine[] {
  return causes(code).slice(0, 1);
}

/** Which size has the most live objects: that is where the pinned spans are likely to be. */
function sizeEvidence(context: VerdictContext): Evidence[] {
  const live = (size: BySize) => (size.Mallocs - size.Frees) * size.Size;
  const freed = [...(context.stats?.BySize ?? [])].filter((size) => size.Frees > size.Mallocs / 2);
  const [top] = freed.sort((a, b) => b.Frees * b.Size - a.Frees * a.Size);
  if (top === undefined || top.Size === 0) return [];
  const value = `${formatBytes(live(top))} live of ${formatBytes(top.Mallocs * top.Size)} ever allocated`;
  return [{ what: `objects of ${top.Size} bytes`, value, source: "MemStats.BySize" }];
}
