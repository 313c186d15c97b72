/**
 * A simulation as text: a sentence for each Go version (how high RSS gets, what comes back and
 * when), RSS in time as a curve, and the numbers: of one version in time, of several side by side.
 */
import { formatMemoryLimit } from "../../../model/go-settings.ts";
import type { SimulatedRun, SimulateResult } from "../../../model/simulation.ts";
import type { TextOptions } from "../options.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";
import { collectionLines } from "./collection-table.ts";
import { momentTable, sideBySide } from "./moment-table.ts";
import { numberTable } from "./number-table.ts";
import { rssCurves } from "./rss-curves.ts";
import { simulateHeadline } from "./simulate-headline.ts";

const WORDS =
  "A model, not a measurement: what the runtime's rules make of this workload (docs/heap-model.md). RSS and VIRT as ps shows them, the rest as runtime.MemStats; released: given back to the OS.";

export function simulateLines(result: SimulateResult, options: TextOptions): TextLine[] {
  const { width } = options;
  const [only, ...others] = result.runs;
  const sections = [
    titleLines(result, width),
    result.runs.flatMap((run) => [...headline(run, width), ...limitNote(result, run, width)]),
    rssCurves(result.runs, options),
    others.length === 0 && only !== undefined
      ? [...momentTable(only, options), BLANK, ...collectionLines(only, options)]
      : [...numberTable(result.runs, width), BLANK, ...sideBySide(result.runs, options)],
    wrapText(WORDS, width).map((line) => [span(line, "faint")]),
  ];
  return sections.flatMap((section, at) => (at === 0 ? section : [BLANK, ...section]));
}

function limitNote({ memlimit }: SimulateResult, run: SimulatedRun, width: number): TextLine[] {
  if (memlimit === null || run.memlimit !== null) return [];
  return hanging([span("  ")], "It knows no GOMEMLIMIT, which came with Go 1.19.", width, "warn");
}

function titleLines({ workload, gogc, memlimit }: SimulateResult, width: number): TextLine[] {
  const limit = memlimit === null ? "" : `, GOMEMLIMIT=${formatMemoryLimit(memlimit)}`;
  const settings = `GOGC=${gogc ?? "off"}${limit}`;
  const about = workload.about === "" ? "" : `: ${workload.about}`;
  const text = `${workload.name}${about} (${settings})`;
  return wrapText(text, width).map((line) => [span(line, "faint")]);
}

function headline(run: SimulatedRun, width: number): TextLine[] {
  return hanging([span(run.go, "strong"), span("  ")], simulateHeadline(run), width);
}
