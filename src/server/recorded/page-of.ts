/** A range of what is recorded of a process as the page shows it: the answer at its end, and what it holds. */
import { lineWords } from "../../analyze/page/line-words.ts";
import type { CodeTable, Page, ProfileFile } from "../../model/page.ts";
import { rangeStamp } from "../../model/range-stamp.ts";
import type { TimeRange } from "../../store/store.ts";
import { fileStem } from "../served-profiles.ts";
import { answerOf } from "./answer-of.ts";
import type { Asked } from "./asked.ts";
import { codeOverTime } from "./code-of.ts";
import { gcOf } from "./gc-of.ts";
import { goroutinesOf } from "./goroutines-of.ts";
import { growthOf } from "./growth-of.ts";
import { timeOf } from "./time-of.ts";

export async function pageOf(asked: Asked): Promise<Page> {
  const { store, target, range, lastRun, recorded } = asked;
  const [answer, time, code, goroutines, gc, growth] = await Promise.all([
    answerOf(asked),
    timeOf(asked),
    codeOverTime(store, target.id, range),
    goroutinesOf(asked),
    gcOf(asked),
    growthOf(asked),
  ]);
  const report = answer?.report ?? null;
  return {
    format: "resident.page/1",
    target: lastRun.name,
    opens: report === null && code.length > 0 ? "code" : "now",
    report,
    answer: answer === null ? null : { time: answer.time, note: answer.note },
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
        name: profileName(lastRun.name, kind, recorded),
        url: `api/v1/processes/${id}/profile?type=${kind}&from=${from}&to=${to}`,
        source: null,
        base64: null,
      },
    ];
  });
}

/** Two ranges that are compared have two names, so that neither file replaces the other. */
export function profileName(program: string, kind: string, range: TimeRange): string {
  return `${fileStem(program)}-${kind}-${rangeStamp(range)}.pb.gz`;
}
