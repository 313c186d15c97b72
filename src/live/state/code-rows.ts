/**
 * The table of the live view: the places in the code that hold memory or goroutines, with what each
 * has gained since the look that everything is compared with. Pure.
 */
import { codeLines } from "../../analyze/code/code-lines.ts";
import { type CodeChange, diffCode } from "../../analyze/code/diff.ts";
import { ResidentError } from "../../base/errors.ts";
import type { GoVersion } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import { valueTypeIndex } from "../../model/profile.ts";
import type { CodeLine } from "../../model/report.ts";
import type { HeapValueName } from "../../model/results.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { goroutineRows } from "./goroutine-rows.ts";
import type { CodeRow, CodeRows, RowsRequest } from "./rows.ts";

export function codeRows(request: RowsRequest): CodeRows {
  if (request.sampleType === "goroutines") return goroutineRows(request);
  try {
    return heapRows(request, request.sampleType);
  } catch (error) {
    if (error instanceof ResidentError) return { rows: [], total: 0, missing: error.message };
    throw error;
  }
}

function heapRows({ go, last, before }: RowsRequest, value: HeapValueName): CodeRows {
  const profile = profileOf(last, value);
  if (profile === undefined) return { rows: [], total: 0, missing: whyMissing(last) };
  const figure = figureOf(value);
  const summary = codeLines(profile, go, { value, granularity: "lines" });
  const changes = changesSince(before, last, profile, go, value);
  const seconds = before && (last.time ?? 0) - (before.time ?? 0);
  const rows = summary.lines.map((line): CodeRow => {
    const change = changes?.get(keyOf(line));
    return { ...placeOf(line), ...figure(line), ...changeFigures(change, value, seconds) };
  });
  return { rows, total: figure(summary.total).amount, missing: undefined };
}

/** What was allocated stands in `allocs` where `heap` does not have it. */
function profileOf({ heap, allocs }: Snapshot, value: HeapValueName): Profile | undefined {
  return [heap, allocs].find((one) => one !== undefined && valueTypeIndex(one, value) >= 0) ?? heap;
}

function whyMissing({ missing }: Snapshot): string {
  const gap = missing.find(({ source }) => source.startsWith("pprof/heap"));
  if (gap === undefined) return "There is no heap profile.";
  const remedy = gap.remedy === undefined ? "" : ` ${gap.remedy}`;
  return `There is no heap profile: ${gap.reason}.${remedy}`;
}

function changesSince(
  before: Snapshot | undefined,
  last: Snapshot,
  profile: Profile,
  go: GoVersion | undefined,
  value: HeapValueName,
): ReadonlyMap<string, CodeChange> | undefined {
  const earlier = before && before !== last ? profileOf(before, value) : undefined;
  if (earlier === undefined) return undefined;
  const options = { value, granularity: "lines", sameProcess: true } as const;
  const { lines } = diffCode(earlier, profile, go, options);
  return new Map(lines.map((line) => [keyOf(line), line]));
}

function changeFigures(
  change: CodeChange | undefined,
  value: HeapValueName,
  seconds: number | undefined,
): Pick<CodeRow, "change" | "isClear" | "perSecond"> {
  if (change === undefined) return { change: undefined, isClear: false, perSecond: undefined };
  const isBytes = value.endsWith("_space");
  const amount = isBytes ? change.bytes : change.objects;
  const [low, high] = isBytes ? change.bytesRange : change.objectsRange;
  const perSecond = seconds !== undefined && seconds > 0 ? amount / seconds : undefined;
  return { change: amount, isClear: low > 0 || high < 0, perSecond };
}

function figureOf(value: HeapValueName) {
  const isBytes = value.endsWith("_space");
  return (line: Omit<CodeLine, keyof ReturnType<typeof placeOf>>) => ({
    amount: isBytes ? line.bytes : line.objects,
    range: isBytes ? line.bytesRange : line.objectsRange,
    isRanked: line.resolvable,
  });
}

function placeOf(line: CodeLine) {
  const { function: name, file, line: number, callers } = line;
  return { key: keyOf(line), function: name, file, line: number, callers };
}

function keyOf(place: Pick<CodeLine, "function" | "file" | "line">): string {
  return `${place.function}\n${place.file}:${place.line}`;
}
