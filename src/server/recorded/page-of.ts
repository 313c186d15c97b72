/**
 * A range of what is recorded of a process as the page shows it: the last answer, and beside it what
 * the range holds. An answer is of the moment when it was given, so that of a range that ended long
 * before is said to be later, and one that is older than the last looks to be so.
 */
import { lineWords } from "../../analyze/page/line-words.ts";
import { formatSeconds } from "../../base/units.ts";
import type { CodeTable, Page, ProfileFile } from "../../model/page.ts";
import type { Report } from "../../model/report.ts";
import { fileStem } from "../served-profiles.ts";
import type { Asked } from "./asked.ts";
import { codeOverTime } from "./code-of.ts";
import { gcOf } from "./gc-of.ts";
import { goroutinesOf } from "./goroutines-of.ts";
import { growthOf } from "./growth-of.ts";
import { timeOf } from "./time-of.ts";

export async function pageOf(asked: Asked): Promise<Page> {
  const { store, target, range, lastRun, recorded } = asked;
  const [stored, time, code, goroutines, gc, growth] = await Promise.all([
    store.report(target.id),
    timeOf(asked),
    codeOverTime(store, target.id, range),
    goroutinesOf(asked),
    gcOf(asked),
    growthOf(asked),
  ]);
  const report = stored === undefined ? null : reportFor(stored.report, stored.time, asked);
  return {
    format: "resident.page/1",
    target: lastRun.name,
    opens: report === null && code.length > 0 ? "code" : "now",
    report,
    lines: report === null ? {} : lineWords(report.ledger),
    code,
    goroutines,
    gc,
    time,
    growth,
    recorded,
    files: filesOf(asked, code),
  };
}

/** Answers come with looks: what is at most this much older is of the same state. */
const SAME_SECONDS = 120;

/** The last answer that there is, and what to know of it where it is not of the end of the range. */
export function reportFor(
  report: Report,
  time: number,
  { range, recorded }: Pick<Asked, "range" | "recorded">,
): Report {
  const later = time - Math.min(range.to, recorded.last);
  if (-later > SAME_SECONDS) return withRemark(report, beforeRemark(-later));
  if (later <= SAME_SECONDS) return report;
  const remark = `This answer was given ${formatSeconds(later)} after the end of what is shown: only the last answer is kept. What was found at which time is in the view of Time.`;
  return withRemark(report, remark);
}

/** A program that was not asked for a while, or a recorder that was just started: RSS has gone on. */
function beforeRemark(seconds: number): string {
  return `This answer was given ${formatSeconds(seconds)} before the last look that is shown. What was seen since is in the view of Time.`;
}

function withRemark(report: Report, remark: string): Report {
  return { ...report, remarks: [remark, ...report.remarks] };
}

/** Where the server makes a profile of the range. */
function filesOf({ recorded, lastRun }: Asked, code: readonly CodeTable[]): ProfileFile[] {
  const { id, from, to } = recorded;
  return code.flatMap(({ kind, moments }) => {
    const last = moments.at(-1);
    if (kind === "profile" || last === undefined) return [];
    return [
      {
        snapshot: last.snapshot,
        kind,
        name: profileName(lastRun.name, kind),
        url: `api/v1/processes/${id}/profile?type=${kind}&from=${from}&to=${to}`,
        source: null,
        base64: null,
      },
    ];
  });
}

export function profileName(program: string, kind: string): string {
  return `${fileStem(program)}-${kind}.pb.gz`;
}
