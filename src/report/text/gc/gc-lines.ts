/** `resident gc` as text: the answer, what the pattern means, the chart, the figures, the last rows. */
import { durationText, shareText, sizeText } from "../../../analyze/gc/describe-gc.ts";
import { formatBytes, formatCount, formatSeconds, formatShare } from "../../../base/units.ts";
import { forecastText } from "../../../model/forecast-text.ts";
import type {
  ByteRange,
  Durations,
  GcAllocation,
  GcReport,
  GcSummary,
} from "../../../model/gc-report.ts";
import { goVersionText } from "../go-version-text.ts";
import type { TextOptions } from "../options.ts";
import { BLANK, span, type TextLine } from "../spans.ts";
import { hanging, wrapText } from "../wrap.ts";
import { cycleTable } from "./cycle-table.ts";
import { chartLines } from "./gc-chart.ts";

export interface GcTextParts {
  /** Rows of the table at the end; 0: none. */
  readonly rows: number;
  /** What --what-if has to say, ready set. */
  readonly whatIf?: readonly TextLine[];
}

export function gcLines(report: GcReport, parts: GcTextParts, options: TextOptions): TextLine[] {
  const { width } = options;
  const { length } = report.history;
  const shown = Math.min(parts.rows, length);
  return [
    ...titleLines(report, width),
    BLANK,
    ...wrapText(report.answer, width).map((text) => [span(text, "strong")]),
    ...report.findings.flatMap((text) => hanging([span("• ")], text, width)),
    ...block(report.chart === undefined ? [] : chartLines(report.chart, options)),
    ...block(figureLines(report, width)),
    ...block(forecastLines(report, width)),
    ...block(parts.whatIf ?? []),
    ...block(tableLines(report, shown, width)),
    ...block(footLines(report, width)),
  ];
}

function titleLines({ target, go, source }: GcReport, width: number): TextLine[] {
  const version = go === null ? "" : `, ${goVersionText(go)}`;
  const from = source === "gctrace" ? "its trace lines" : "its MemStats";
  return wrapText(`${target}${version}: collections, from ${from}`, width).map((text) => [
    span(text, "faint"),
  ]);
}

function block(lines: readonly TextLine[]): TextLine[] {
  return lines.length === 0 ? [] : [BLANK, ...lines];
}

/** Label and figures, one a line; what is not known is left out. */
function figureLines({ summary, source }: GcReport, width: number): TextLine[] {
  const { heap, cpu, pauses, marks, allocation, scavenger } = summary;
  const figures: readonly (readonly [string, string | undefined])[] = [
    ["interval", intervalText(summary)],
    ["live heap", liveText(heap)],
    ["goal", heap.isGoalOff ? "off" : heap.goal === null ? undefined : goalText(heap, source)],
    ["pauses", pauses === null ? undefined : durationsText(pauses, summary.pauseShare)],
    ["marking", marks === null ? undefined : durationsText(marks, null)],
    ["GC CPU", cpuText(cpu, summary.watched)],
    ["of that", cpuPartsText(cpu)],
    ["allocated", allocation === null ? undefined : allocatedText(allocation, source)],
    ["returned", scavenger?.returned == null ? undefined : rangeText(scavenger.returned)],
  ];
  return figures.flatMap(([label, text]) =>
    text === undefined ? [] : hanging([span(label.padEnd(11), "faint")], text, width),
  );
}

function intervalText({ medianInterval, longestInterval }: GcReport["summary"]) {
  if (medianInterval === null || longestInterval === null) return undefined;
  return `${shortSeconds(medianInterval)} at the median, ${shortSeconds(longestInterval)} at most between two`;
}

function liveText({ leastLive, mostLive, lastLive }: GcReport["summary"]["heap"]) {
  if (lastLive === null) return undefined;
  if (leastLive === null || mostLive === null) return `${sizeText(lastLive)} now`;
  return `${sizeText(lastLive)} at the end, between ${sizeText(leastLive)} and ${sizeText(mostLive)} over time`;
}

/** A trace has the goal that its last collection had; the next one's is computed when that is done. */
function goalText({ goal, growthPerCycle }: GcSummary["heap"], source: GcReport["source"]): string {
  const size = goal === null ? "" : sizeText(goal);
  if (growthPerCycle === null) return size;
  const when = source === "gctrace" ? "of the last one" : "now";
  return `${size} ${when}; at the median it lets the heap grow by ${formatShare(growthPerCycle)} of what is live (GOGC=100: 100 %)`;
}

function durationsText({ count, p50, p90, p99, max, total }: Durations, share: number | null) {
  const of = share === null ? "" : `, ${shareText(share)} of the time`;
  return `${formatCount(count)}: median ${durationText(p50)}, 90 % within ${durationText(p90)}, 99 % within ${durationText(p99)}, longest ${durationText(max)}, ${durationText(total)} in all${of}`;
}

function cpuText(
  { share, sinceStart, mutatorShare, worst }: GcSummary["cpu"],
  watched: GcSummary["watched"],
) {
  const when = watched === null ? "" : " from the first look to the last";
  const parts = [
    share === null || mutatorShare === null
      ? ""
      : `${shareText(share)} of all processors${when}, which leaves ${formatShare(mutatorShare)} to the program`,
    worst === null
      ? ""
      : `${formatShare(worst.share)} in the worst ${shortSeconds(worst.seconds)} (from ${formatSeconds(worst.at)} on)`,
    sinceStart === null ? "" : `since the start, by the runtime: ${percentText(sinceStart)}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : parts.join("; ");
}

function percentText([low, high]: readonly [number, number]): string {
  return low === high ? `${low.toFixed(2)} %` : `${low} % to ${high} %`;
}

function cpuPartsText({ assist, background, pauses, idle }: GcReport["summary"]["cpu"]) {
  if (assist === null || background === null || pauses === null) return undefined;
  const beside =
    idle === null || idle === 0
      ? ""
      : `; beside it ${durationText(idle)} on processors that were idle`;
  return `workers ${durationText(background)}, goroutines that had to help (assists) ${durationText(assist)}, pauses ${durationText(pauses)}${beside}`;
}

/** A trace tells up to its last collection; looks tell less than the collections that MemStats keep. */
function allocatedText({ bytes }: GcAllocation, source: GcReport["source"]): string {
  const when =
    source === "MemStats" ? "from the first look to the last" : "until the last collection";
  return `${rangeText(bytes)} ${when}`;
}

function rangeText(range: ByteRange): string {
  if (range[1] === 0) return "nothing";
  const [low, high] = range.map((bytes) => formatBytes(bytes));
  return low === high ? low! : `${low} to ${high}`;
}

function forecastLines({ forecast, returningRule }: GcReport, width: number): TextLine[] {
  const sentences = [
    ...forecast.map(forecastText),
    ...(returningRule === null ? [] : [returningRule]),
  ];
  if (sentences.length === 0) return [];
  const lines = sentences.flatMap((text) => hanging([span("• ")], text, width));
  return [[span("When does it come down?", "strong")], ...lines];
}

function tableLines({ history }: GcReport, rows: number, width: number): TextLine[] {
  if (rows === 0) return [];
  const { length } = history;
  const title =
    rows === length
      ? "All collections"
      : `The last ${formatCount(rows)} of ${formatCount(length)} collections`;
  const cycles = history.slice(length - rows, length);
  return [
    [span(title, "strong"), span(" (heap in MiB, rounded down)", "faint")],
    ...cycleTable(cycles, 0, rows, width),
  ];
}

function footLines(report: GcReport, width: number): TextLine[] {
  const { otherProcesses, otherLines, damagedLines, remarks } = report;
  const sentences = [
    ...remarks,
    ...(otherProcesses.length === 0 ? [] : [othersText(report)]),
    ...(damagedLines === 0
      ? []
      : [
          `${plural(damagedLines, "trace line was", "trace lines were")} broken by other output and could not be put together.`,
        ]),
    ...(otherLines === 0
      ? []
      : [`${plural(otherLines, "line is", "lines are")} the program's own.`]),
  ];
  return sentences.flatMap((text) => hanging([], text, width, "faint"));
}

function othersText({ otherProcesses, history }: GcReport): string {
  const named = otherProcesses.slice(0, 4).map(({ source, cycles }) => {
    return `${source === "" ? "unnamed" : source} (${formatCount(cycles)})`;
  });
  const more = otherProcesses.length > 4 ? ", …" : "";
  const own = history.source === "" ? placeOf(history.length, otherProcesses) : history.source;
  const others =
    otherProcesses.length === 1
      ? "another process"
      : `${formatCount(otherProcesses.length)} other processes`;
  return `This is ${own}; collections of ${others} are in the log too: ${named.join(", ")}${more}. --process N reports the N-th.`;
}

function placeOf(length: number, others: GcReport["otherProcesses"]): string {
  const before = others.filter(({ cycles }) => cycles > length).length;
  return before === 0 ? "the one with most collections" : `number ${before + 1} by its collections`;
}

function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function shortSeconds(seconds: number): string {
  return seconds < 0.95 ? durationText(seconds * 1e9) : formatSeconds(seconds);
}
