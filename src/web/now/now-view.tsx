/** Now: the answer in a sentence, what to do, the ledger to go down into, and why it says so. */
import { elideTypesIn } from "../../model/function-name.ts";
import { findLine, type LedgerLine } from "../../model/ledger.ts";
import { outlookOf, toldInSum } from "../../model/outlook.ts";
import type { Page } from "../../model/page.ts";
import type { Report } from "../../model/report.ts";
import { dateText } from "../format-time.ts";
import { Prose } from "../parts/prose.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { CodeBars } from "./code-bars.tsx";
import { pathTo } from "./ledger-layout.ts";
import { LedgerPicture } from "./ledger-picture.tsx";
import { LinePanel } from "./line-panel.tsx";
import { Actions, Outlook, VerdictCard } from "./verdict-card.tsx";

interface Props {
  readonly page: Page;
  readonly report: Report;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function NowView({ page, report, state, change }: Props) {
  const rss = findLine(report.ledger, "rss")?.bytes ?? null;
  const line = lookedAt(report.ledger, state.line);
  return (
    <main className="view">
      <Answer report={report} isKept={page.recorded === null} />
      <section>
        <h2>Where it is</h2>
        <LedgerPicture
          ledger={report.ledger}
          id={line.id}
          rss={rss}
          onLook={(id) => change({ line: id })}
        />
        <LinePanel page={page} line={line} rss={rss} change={change} />
      </section>
      <CodeBars report={report} change={change} />
      {report.verdicts.length > 0 && (
        <section>
          <h2>What was found</h2>
          {report.verdicts.map((verdict, i) => (
            <VerdictCard
              key={verdict.id}
              verdict={verdict}
              rss={rss}
              number={i + 1}
              forecast={i === 0 ? toldInSum(report.verdicts) : (verdict.forecast ?? [])}
              isOpen={false}
              isTold={i === 0}
            />
          ))}
        </section>
      )}
      <Closing report={report} said={page.answer?.note ?? null} />
    </main>
  );
}

const cite = (numbers: readonly number[]) =>
  ` (${numbers.length === 1 ? "finding" : "findings"} ${numbers.join(", ")})`;

/** @param isKept of a file, or a look at a process, nobody else says of when it is */
function Answer({ report, isKept }: Pick<Props, "report"> & { readonly isKept: boolean }) {
  const verdict = report.verdicts[0];
  const time = report.snapshots.at(-1)?.time ?? null;
  if (verdict === undefined)
    return <h1>There is too little to go by for a verdict; what is known stands below.</h1>;
  const headline = elideTypesIn(verdict.headline);
  return (
    <section className={`answer ${verdict.severity}`}>
      {isKept && time !== null && <p className="muted">As of {dateText(time)}:</p>}
      <h1 className={headline.length > 140 ? "long" : ""} title={verdict.headline}>
        {headline}
      </h1>
      <Outlook texts={outlookOf(report.verdicts, cite)} />
      <Actions actions={verdict.actions.slice(0, 1)} />
    </section>
  );
}

/** RSS unless one chose otherwise; without RSS, the first line that has a number. */
function lookedAt(ledger: LedgerLine, id: string): LedgerLine {
  const chosen = id === "" ? undefined : findLine(ledger, id);
  if (chosen !== undefined) return chosen;
  const path = pathTo(ledger, "rss") ?? [ledger];
  let line = path.at(-1)!;
  while (line.bytes === null && line.children.length === 1) line = line.children[0]!;
  return line;
}

/** What could not be read, and what else is to be said. */
function Closing({ report, said }: Pick<Props, "report"> & { readonly said: string | null }) {
  const { missing } = report;
  // Above the answer it stands already.
  const remarks = report.remarks.filter((remark) => remark !== said);
  if (missing.length === 0 && remarks.length === 0) return null;
  return (
    <section className="closing">
      {missing.length > 0 && (
        <>
          <h2>What could not be read</h2>
          <ul>
            {missing.map(({ source, reason, remedy }) => (
              <li key={source}>
                <span className="code">{source}</span>: {reason}
                {remedy !== undefined && (
                  <span className="muted">
                    {" "}
                    → <Prose text={remedy} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {remarks.length > 0 && (
        <>
          <h2>Remarks</h2>
          <ul>
            {remarks.map((remark) => (
              <li key={remark}>
                <Prose text={remark} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
