/**
 * Constructs what a machine without swap can't produce: the bundle of a real process, changed as
 * if the kernel had swapped out its large anonymous mappings. smaps, smaps_rollup and status are
 * kept consistent with each other, and bundle.json says what was done.
 */
import type { RawBundle } from "../../../src/model/bundle.ts";
import { constructBundle, editText } from "./construct-bundle.ts";

const NOTE =
  "Constructed from a real capture: of each anonymous mapping with 1 MiB in memory or more, all " +
  "but a 64th was moved from Rss to Swap.";
const LARGE_KB = 1 << 10;
const STAYING_SHARE = 1 / 64;
/** What of a mapping is in RAM, field by field; all shrink with Rss. */
const RESIDENT = /^(Rss|Pss|Pss_Dirty|Pss_Anon|Private_Dirty|Referenced|Anonymous):/;

export function swapOut(bundle: RawBundle): RawBundle {
  return constructBundle(bundle, NOTE, swapOutFiles);
}

function swapOutFiles(files: Map<string, Uint8Array>): void {
  let moved = 0;
  editText(files, "proc/smaps", (text) => {
    const mappings = text.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).map((mapping) => {
      const kb = swappedKb(mapping);
      moved += kb;
      return kb === 0 ? mapping : move(mapping, kb);
    });
    return mappings.join("");
  });
  editText(files, "proc/smaps_rollup", (text) => move(text, moved));
  editText(files, "proc/status", (text) =>
    add(add(add(text, "VmRSS", -moved), "RssAnon", -moved), "VmSwap", moved),
  );
  editText(files, "proc/statm", (text) => {
    const pages = text.split(" ");
    pages[1] = String(Number(pages[1]) - moved / 4);
    return pages.join(" ");
  });
}

function swappedKb(mapping: string): number {
  const unnamed = /^[0-9a-f]+-[0-9a-f]+ rw-p \S+ 00:00 0\s*$/m.test(mapping.split("\n", 1)[0]!);
  const rss = Number(/^Rss:\s+(\d+) kB$/m.exec(mapping)?.[1] ?? 0);
  return unnamed && rss >= LARGE_KB ? rss - 4 * Math.ceil((rss * STAYING_SHARE) / 4) : 0;
}

function move(text: string, kb: number): string {
  return text
    .split("\n")
    .map((line) => {
      const field = line.slice(0, line.indexOf(":"));
      if (RESIDENT.test(line)) return add(line, field, -kb);
      return field === "Swap" || field === "SwapPss" ? add(line, field, kb) : line;
    })
    .join("\n");
}

/** Adds to a field in kB, as the kernel prints it; never below 0. */
function add(text: string, field: string, kb: number): string {
  return text.replace(
    new RegExp(`^(${field}:)\\s+(\\d+) kB$`, "m"),
    (_, name: string, old: string) => `${name} ${String(Math.max(0, Number(old) + kb))} kB`,
  );
}
