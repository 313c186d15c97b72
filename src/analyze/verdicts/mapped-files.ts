/** Page cache of mapped files: in RSS, and the kernel can take it back. */
import { formatBytes } from "../../base/units.ts";
import type { AddressSpace } from "../../model/address-space.ts";
import type { Action, Evidence } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, residentOf } from "./context.ts";
import { rssEvidence } from "./evidence.ts";
import type { VerdictRule } from "./rule.ts";

export const mappedFiles: VerdictRule = {
  id: "mapped-files",
  says: "page cache of these files: reclaimable",
  mendable: false,
  judge: (context) => {
    const bytes = bytesOf(context, "mapped-files") + bytesOf(context, "program-file");
    const files = largestFiles(context.last.addressSpace);
    const top = files[0];
    return {
      headline: `${formatBytes(bytes)} are pages of files${top === undefined ? "" : `, most of ${top.name} (${formatBytes(top.rss)})`}: page cache that the kernel takes back when it needs memory.`,
      bytes,
      owns: ["mapped-files", "program-file"],
      resident: residentOf(context, "mapped-files") + residentOf(context, "program-file"),
      evidence: [...files.slice(0, 3).map(fileEvidence), ...rssEvidence(context)],
      actions: actions(context),
      confidence: "high",
    };
  },
};

function actions(context: VerdictContext): Action[] {
  const harmless = { text: "This is no leak: clean file pages go first when memory is short." };
  if (bytesOf(context, "program-file") >= bytesOf(context, "mapped-files")) {
    return [harmless, { text: "Most of it is the program itself, as far as it has run." }];
  }
  const text = "To hold less, map smaller parts of the file, or read it instead of mapping it.";
  return [harmless, { text }];
}

interface FileUse {
  readonly name: string;
  readonly rss: number;
}

function largestFiles(space: AddressSpace | undefined): FileUse[] {
  if (space === undefined) return [];
  const byName = new Map<string, number>();
  for (let i = 0; i < space.length; i++) {
    const name = space.name[i]!;
    if (name.startsWith("/")) byName.set(name, (byName.get(name) ?? 0) + space.rss[i]!);
  }
  const files = [...byName].map(([name, rss]) => ({ name, rss }));
  return files.filter((file) => file.rss > 0).sort((a, b) => b.rss - a.rss);
}

function fileEvidence(file: FileUse): Evidence {
  return { what: file.name, value: formatBytes(file.rss), source: "/proc/PID/smaps" };
}
