/**
 * The setting with the least GC CPU whose RSS stays below a limit with a margin. Of settings that
 * cost nearly the same the one with the least memory is taken: what is saved there is worth more.
 */
import { formatBytes, formatShare, MiB } from "../../base/units.ts";
import { formatGogc, formatMemoryLimit } from "../../model/go-settings.ts";
import { memoryLimitGoal } from "../heap-model/pacer/memory-limit-goal.ts";
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import { TIGHT_GOAL } from "../heap-model/pacer/tight-goal.ts";
import type { Calibration } from "./calibration.ts";
import { predict } from "./predict.ts";
import type { MemoryBound } from "./what-if-input.ts";
import type { Recommendation, WhatIfRow } from "./what-if-table.ts";

/** RSS stays this part below the limit; the same again is left of it for GOMEMLIMIT. */
const MARGIN = 0.05;
const CANDIDATES = [25, 50, 75, 100, 150, 200, 300, 400, 600, 800];
/** Half a percent of the processors more or less is not worth memory. */
const SAME_CPU = 0.005;
/** Smaller parts of a limit than that are not written down. */
const ROUND = MiB;

export interface Recommended {
  readonly rows: readonly WhatIfRow[];
  readonly recommendation: Recommendation;
}

export function recommend(
  calibration: Calibration,
  rows: readonly WhatIfRow[],
  limit: MemoryBound,
): Recommended {
  const candidates = [...rows, ...moreRows(calibration, rows, limit)];
  const fitting = candidates.filter((row) => fits(row, limit));
  const best = cheapest(fitting);
  if (best === undefined) return { rows, recommendation: nothingFits(candidates, limit) };
  const chosen = { ...best, isRecommended: true };
  const others = rows.filter((row) => row !== best);
  const all = rows.includes(best)
    ? rows.map((row) => (row === best ? chosen : row))
    : [...others, chosen];
  return { rows: all, recommendation: sentenceOf(chosen, calibration, rows, limit) };
}

function fits(row: WhatIfRow, limit: MemoryBound): boolean {
  return row.warnings.length === 0 && row.peakRss.range[1] <= (1 - MARGIN) * limit.bytes;
}

function cheapest(rows: readonly WhatIfRow[]): WhatIfRow | undefined {
  const cost = (row: WhatIfRow) => row.gcCpuShare?.value ?? row.cyclesPerMinute.value / 1e6;
  const least = Math.min(...rows.map(cost));
  return rows
    .filter((row) => cost(row) <= least + SAME_CPU)
    .sort((a, b) => a.peakRss.value - b.peakRss.value)[0];
}

/** GOGC alone, and with the highest GOMEMLIMIT that the limit allows, which caps a larger GOGC. */
function moreRows(
  calibration: Calibration,
  rows: readonly WhatIfRow[],
  limit: MemoryBound,
): WhatIfRow[] {
  const settings: PacerSettings[] = CANDIDATES.map((gogc) => ({
    gogc,
    memlimit: calibration.present.memlimit,
  }));
  const memlimit = memlimitFor(calibration, limit);
  if (memlimit !== undefined) {
    settings.push({ gogc: calibration.present.gogc ?? 100, memlimit }, { gogc: null, memlimit });
  }
  const isKnown = (one: PacerSettings) =>
    rows.some(({ settings: s }) => s.gogc === one.gogc && s.memlimit === one.memlimit);
  return settings
    .filter((one) => !isKnown(one))
    .map((one) => ({
      settings: one,
      isPresent: false,
      isAsked: false,
      isRecommended: false,
      ...predict(calibration, one),
    }));
}

/** What RSS has beside what GOMEMLIMIT counts is the program's file and what C allocated. */
function memlimitFor({ rules, memory }: Calibration, limit: MemoryBound): number | undefined {
  if (rules.memoryLimit === null) return undefined;
  const outside = Math.max(0, memory.rssBase[1] - memory.fixed[0]);
  const bytes = Math.floor(((1 - 2 * MARGIN) * limit.bytes - outside) / ROUND) * ROUND;
  return bytes > 0 ? bytes : undefined;
}

function sentenceOf(
  row: WhatIfRow,
  calibration: Calibration,
  rows: readonly WhatIfRow[],
  limit: MemoryBound,
): Recommendation {
  const environment = environmentOf(row.settings);
  const present = rows.find(({ isPresent }) => isPresent);
  const cpu =
    row.gcCpuShare === undefined
      ? ""
      : ` and about ${formatShare(row.gcCpuShare.value)} of all processors' time for collecting`;
  const now =
    present?.gcCpuShare === undefined || row.isPresent
      ? ""
      : ` (now ${formatShare(present.gcCpuShare.value)})`;
  const what = row.isPresent ? "Leave it as it is" : `Set ${environment.join(" and ")}`;
  return {
    limit,
    settings: row.settings,
    environment: row.isPresent ? environmentOf(calibration.present) : environment,
    sentence: `${what}: a peak of about ${formatBytes(row.peakRss.value)}, at most ${formatBytes(row.peakRss.range[1])} of the ${formatBytes(limit.bytes)} allowed (${limit.source})${cpu}${now}.${spiralText(calibration, row.settings)}${growthText(calibration)}`,
  };
}

/** Under a memory limit the live heap must not grow to it: then it would collect all the time. */
function spiralText({ rules, memory, found }: Calibration, { memlimit }: PacerSettings): string {
  if (memlimit === null) return "";
  const [fixed, perByte] = [memory.fixed[1], memory.perHeapByte[1]];
  const nonHeap = fixed + (perByte * Math.max(0, memlimit - fixed)) / (1 + perByte);
  const goal = memoryLimitGoal(rules, { marked: 0, nonHeap, mappedReady: 0 }, memlimit);
  const now = Math.max(...found.y);
  return ` It would collect all the time if ${formatBytes(goal / TIGHT_GOAL)} were live; now ${formatBytes(now)} are, at most.`;
}

/** A leak outgrows each setting. */
function growthText({ growth }: Calibration): string {
  if (growth === undefined) return "";
  return ` That is for the ${formatBytes(growth.now)} that are live now: they grow by ${formatBytes(60 * growth.perSecond)} a minute.`;
}

/** What is as Go has it by default is not written. */
function environmentOf({ gogc, memlimit }: PacerSettings): string[] {
  const list = [`GOGC=${formatGogc(gogc)}`];
  if (memlimit !== null) list.push(`GOMEMLIMIT=${formatMemoryLimit(memlimit)}`);
  return list;
}

/** What comes nearest: of those that leave room to collect, the one whose upper end is lowest. */
function nothingFits(rows: readonly WhatIfRow[], limit: MemoryBound): Recommendation {
  const usable = rows.filter(({ warnings }) => warnings.every((warning) => warning === "over"));
  const [nearest] = [...(usable.length === 0 ? rows : usable)].sort(
    (a, b) => a.peakRss.range[1] - b.peakRss.range[1],
  );
  const allowed = `${formatBytes(limit.bytes)} (${limit.source})`;
  const { peakRss, settings } = nearest!;
  const least = `${environmentOf(settings).join(" and ")} comes nearest, with a peak of about ${formatBytes(peakRss.value)}`;
  const upTo =
    peakRss.value > limit.bytes ? "" : `, but perhaps up to ${formatBytes(peakRss.range[1])}`;
  const others =
    usable.length === 0 || usable.length === rows.length
      ? ""
      : " Those that take less leave it too little room to collect.";
  return {
    limit,
    environment: [],
    sentence: `No setting keeps this program ${100 * MARGIN} % below ${allowed} for certain: ${least}${upTo}.${others} Raise the limit, or make the live heap smaller.`,
  };
}
