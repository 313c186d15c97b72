/** What `resident capture` wrote: the file, its size, what could not be read, and what to do next. */
import { shellQuote } from "../../base/shell-quote.ts";
import { formatBytes } from "../../base/units.ts";
import type { CaptureResult } from "../../model/results.ts";
import type { TextOptions } from "./options.ts";
import { BLANK, span, type TextLine } from "./spans.ts";
import { hanging } from "./wrap.ts";

export function captureLines(result: CaptureResult, { width }: TextOptions): TextLine[] {
  const count = result.snapshots === 1 ? "1 snapshot" : `${result.snapshots} snapshots`;
  const summary = `${result.file}: ${count} of ${result.target}, ${formatBytes(result.bytes)}`;
  return [
    ...hanging([], summary, width, "strong"),
    ...result.missing.flatMap(({ source, reason }) =>
      hanging([span("  ")], `without ${source}: ${reason}`, width, "faint"),
    ),
    BLANK,
    [span("Go on with", "strong")],
    [span(`  resident ${shellQuote(result.file)}`, "accent")],
  ];
}
