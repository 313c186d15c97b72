/** VIRT is address space, not memory. */
import { formatBytes } from "../../base/units.ts";
import { isAtLeast } from "../../model/go-version.ts";
import type { Evidence } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf } from "./context.ts";
import { evidenceOf } from "./evidence.ts";
import type { VerdictRule } from "./rule.ts";

const MUCH_LARGER = 3;

export const virtualOnly: VerdictRule = {
  id: "virtual-only",
  says: "VIRT is address space, not memory",
  mendable: false,
  judge: (context) => {
    const virt = bytesOf(context, "virt");
    if (!context.hasRss || virt < MUCH_LARGER * context.rss) return undefined;
    return {
      headline: `The process uses ${formatBytes(context.rss)} of memory; the ${formatBytes(virt)} of VIRT are reserved addresses, which cost nothing.`,
      bytes: virt - context.rss,
      owns: [],
      resident: 0,
      evidence: [
        ...evidenceOf(context, "virt"),
        ...evidenceOf(context, "rss"),
        ...reservations(context),
      ],
      actions: [{ text: "Nothing to do: watch RSS, or the cgroup's memory, not VIRT." }],
      confidence: "high",
    };
  },
};

/** What that Go version is known to reserve, beside what was measured here. */
function reservations(context: VerdictContext): Evidence[] {
  const list = [
    ...evidenceOf(context, "metadata-reserved"),
    ...evidenceOf(context, "heap-reserved"),
  ];
  const { go } = context;
  if (go !== undefined && isAtLeast(go, 14)) {
    const index = isAtLeast(go, 21) ? " and 512 MiB for the scavenger's index" : "";
    list.push({
      what: `Go ${go.major}.${go.minor} reserves`,
      value: `585 MiB for page summaries${index}`,
      source: "runtime/mpagealloc_64bit.go",
    });
  }
  return list;
}
