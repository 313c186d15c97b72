/**
 * The answer at the end of a range. The last one that was given is kept whole. One of an earlier time is told
 * anew, from what is kept of the looks until then, and says what is not.
 */
import { explain } from "../../analyze/explain.ts";
import { formatSeconds } from "../../base/units.ts";
import { parseGoVersion } from "../../model/go-version.ts";
import type { Answer } from "../../model/page.ts";
import type { Report } from "../../model/report.ts";
import { looksUntil, snapshotOf } from "../../record/looks/past-looks.ts";
import type { StoredRun } from "../../store/store.ts";
import type { Asked } from "./asked.ts";

export interface GivenAnswer extends Answer {
  readonly report: Report;
}

interface Stored {
  readonly time: number;
  readonly report: Report;
}

/** Answers come with looks, once a minute where nothing moves: what is at most so much older is of the same state. */
const OLDER = 120;
/** One of a look that came while the range was asked for. */
const LATER = 15;

/** null where nobody looked in the range, or nothing can be told from what was seen. */
export async function answerOf(asked: Asked): Promise<GivenAnswer | null> {
  const { store, target, runs, lastRun, recorded } = asked;
  const { looked, last } = recorded;
  if (looked === null) return null;
  const stored = await store.report(target.id);
  const run = runs.findLast((one) => one.first <= looked.to) ?? lastRun;
  if (stored === undefined) return retold(asked, run, looked.to, undefined);
  const older = looked.to - stored.time;
  const isOfEnd = run.id === lastRun.id && (older >= 0 || -older <= LATER);
  if (isOfEnd && (older <= OLDER || looked.to >= last)) return asGiven(stored, older);
  return retold(asked, run, looked.to, stored);
}

/** A program that was not asked for a while, or a recorder that was just started: RSS has gone on. */
function asGiven({ time, report }: Stored, older: number): GivenAnswer {
  if (older <= OLDER) return { time, report, note: null };
  const note = `This answer was given ${formatSeconds(older)} before the last look that is shown. What was seen since is in the view of Time.`;
  return { time, report: withRemark(report, note), note };
}

const SUMS =
  "It is told from what is kept of that look. Of its mappings only sums are: what is within the program's file, outside Go or not in memory is not told.";
const NO_SUMS =
  "It is told from what is kept of that look. Its mappings are not: of RSS only what Go counts is told apart.";

async function retold(
  { store, target }: Asked,
  run: StoredRun,
  end: number,
  stored: Stored | undefined,
): Promise<GivenAnswer | null> {
  const looks = await looksUntil(store, run, end);
  const last = looks.at(-1);
  if (last === undefined) return null;
  const snapshots = looks.map((look) => snapshotOf(store, look));
  const note = snapshots.at(-1)!.keptMappings === undefined ? NO_SUMS : SUMS;
  const go = run.go === null ? undefined : parseGoVersion(run.go);
  const report = explain({
    target: stored?.report.target ?? target.labels["instance"] ?? run.name,
    ...(go === undefined ? {} : { go }),
    snapshots,
    remarks: [note],
  });
  return { time: last.figures.time, report, note };
}

function withRemark(report: Report, remark: string): Report {
  return { ...report, remarks: [remark, ...report.remarks] };
}
