/** The lines above a report: what profile this is, what was filtered, how much is shown. */
import { baseName } from "../../base/base-name.ts";
import { sumOfFlat } from "../graph/graph.ts";
import type { ReportGraph } from "../graph/report-graph.ts";
import { truncate } from "../measure/go-number.ts";
import { shareOf } from "../measure/int64.ts";
import { label, percentage } from "../measure/label.ts";
import { scale } from "../measure/units.ts";
import { formatValue, type ValueFormat } from "../measure/value-format.ts";
import type { ReportHost, ReportInput } from "../report-input.ts";

/** In UTF-8 bytes; what is cut says so. */
const FILTER_BYTES = 80;

/** Binary, comments, type, time and duration of the profile. */
export function profileLines(input: ReportInput, format: ValueFormat = input.format): string[] {
  const { profile, sampleType, host } = input;
  const comments = profile.comments.filter((comment) => !comment.startsWith("#"));
  const lines = [...binaryLines(input), ...comments];
  if (sampleType !== "") lines.push(`Type: ${sampleType}`);
  if (profile.docUrl !== "") lines.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) lines.push(`Time: ${formatTime(profile.timeNanos, host)}`);
  if (profile.durationNanos !== 0n) lines.push(durationLine(input, format));
  return lines;
}

/** The header of a report on a graph. `isFull`: of a picture, which stands alone. */
export function graphLines(input: ReportInput, shown: ReportGraph, isFull = false): string[] {
  const { settings, activeFilters, total } = input;
  const { format, graph } = shown;
  const lines = isFull || !settings.compact_labels ? profileLines(input, format) : [];
  if (activeFilters.length > 0) {
    lines.push("Active filters:", ...activeFilters.map((filter) => `   ${cutFilter(filter)}`));
  }
  const sum = sumOfFlat(graph.nodes);
  const share = percentage(sum, total).trim();
  const [part, whole] = [formatValue(sum, format), formatValue(total, format)];
  lines.push(`Showing nodes accounting for ${part}, ${share} of ${whole} total`);
  if (total !== 0) lines.push(...droppedLines(input, shown, isFull));
  if (isFull) lines.push("\nSee https://git.io/JfYMW for how to read the graph");
  return lines;
}

function binaryLines({ profile: { mappings, strings } }: ReportInput): string[] {
  if (mappings.length === 0) return [];
  const file = strings.get(mappings.filename[0]);
  const buildId = strings.get(mappings.buildId[0]);
  const lines = file === "" ? [] : [`File: ${baseName(file)}`];
  return buildId === "" ? lines : [...lines, `Build ID: ${buildId}`];
}

function durationLine({ profile, total }: ReportInput, format: ValueFormat): string {
  const duration = Number(profile.durationNanos);
  const nanos = scale(total, format.sampleUnit, "nanoseconds");
  const isTime = nanos.unit === "ns" && nanos.value !== 0;
  const ratio = isTime ? `(${percentage(truncate(nanos.value), duration)})` : "";
  const length = label(duration, "nanoseconds");
  return `Duration: ${length}, Total samples = ${formatValue(total, format)} ${ratio}`;
}

function droppedLines(
  { total, settings }: ReportInput,
  { droppedNodes, droppedEdges, graph, nodesBefore, format }: ReportGraph,
  isFull: boolean,
): string[] {
  const lines: string[] = [];
  const limit = (share: number) => formatValue(shareOf(total, share), format);
  const { nodefraction, edgefraction } = settings;
  if (droppedNodes > 0) {
    lines.push(`Dropped ${counted(droppedNodes, "node")} (cum <= ${limit(nodefraction)})`);
  }
  if (isFull && droppedEdges > 0) {
    lines.push(`Dropped ${counted(droppedEdges, "edge")} (freq <= ${limit(edgefraction)})`);
  }
  const shown = graph.nodes.length;
  if (shown > 0 && shown < nodesBefore) {
    lines.push(`Showing top ${shown} nodes out of ${nodesBefore}`);
  }
  return lines;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count > 1 ? "s" : ""}`;
}

function cutFilter(filter: string): string {
  const bytes = new TextEncoder().encode(filter);
  if (bytes.length <= FILTER_BYTES) return filter;
  return `${new TextDecoder().decode(bytes.subarray(0, FILTER_BYTES))}…`;
}

/** `2026-11-24 01:02:03 CET`. */
function formatTime(nanos: bigint, host: ReportHost): string {
  const { offset, zone } = host.localTime(nanos);
  return `${dateAndTime(nanos, offset)} ${zone}`;
}

/** Date and time of the clock on the wall, `offset` seconds east of UTC. */
export function dateAndTime(nanos: bigint, offset: number): string {
  const remainder = ((nanos % SECOND) + SECOND) % SECOND; // of times before 1970, too
  const seconds = Number((nanos - remainder) / SECOND);
  return new Date((seconds + offset) * 1000).toISOString().slice(0, 19).replace("T", " ");
}

const SECOND = 1_000_000_000n;
