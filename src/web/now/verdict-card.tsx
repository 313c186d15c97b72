/** A finding: its sentence, what to do, what comes next, and what it stands on. */
import { formatBytes } from "../../base/units.ts";
import { forecastText } from "../../model/forecast-text.ts";
import { elideTypesIn } from "../../model/function-name.ts";
import { shareText } from "../../model/share-text.ts";
import type { Action, Forecast, Verdict } from "../../model/verdict.ts";
import { Copyable } from "../parts/copyable.tsx";
import { Prose } from "../parts/prose.tsx";

interface Props {
  readonly verdict: Verdict;
  /** Bytes; null: not known. */
  readonly rss: number | null;
  /** From 1. */
  readonly number: number;
  readonly isOpen: boolean;
  /** Its forecasts that are not told elsewhere. */
  readonly forecast: readonly Forecast[];
  /** The sentence stands at the top of the page already. */
  readonly isTold: boolean;
}

export function VerdictCard({ verdict, rss, number, forecast, isOpen, isTold }: Props) {
  return (
    <details className={`finding ${verdict.severity}`} id={`finding-${verdict.id}`} open={isOpen}>
      <summary data-row="">
        <span className="finding-number">{number}</span>
        <span className="finding-head">
          <span className="finding-title" title={isTold ? undefined : verdict.headline}>
            {isTold ? "Why it says so" : elideTypesIn(verdict.headline)}
          </span>
          <span className="muted">{sizeText(verdict, rss)}</span>
        </span>
      </summary>
      <div className="finding-body">
        <Outlook texts={forecast.map(forecastText)} />
        {!isTold && <Actions actions={verdict.actions} />}
        {isTold && verdict.actions.length > 1 && <Actions actions={verdict.actions.slice(1)} />}
        <table className="table evidence">
          <tbody>
            {verdict.evidence.map(({ what, value, source }) => (
              <tr key={`${what} ${value} ${source}`}>
                <td className="number">{value}</td>
                <td>
                  {what} <span className="muted">{source}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function sizeText(verdict: Verdict, rss: number | null): string {
  const { id, bytes, owns, confidence, severity } = verdict;
  const share = owns.length > 0 ? shareText(verdict, rss) : null;
  const parts = [id];
  if (bytes !== null) parts.push(formatBytes(bytes));
  if (share !== null) parts.push(share);
  if (owns.length === 0 && severity === "info") parts.push("a note");
  if (confidence !== "high") parts.push(`${confidence} confidence`);
  return parts.join(" · ");
}

export function Outlook({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <div className="labelled">
      <span className="label">Next</span>
      <div>
        {texts.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
    </div>
  );
}

export function Actions({ actions }: { readonly actions: readonly Action[] }) {
  if (actions.length === 0) return null;
  return (
    <div className="labelled">
      <span className="label">Do</span>
      <ul className="actions">
        {actions.map(({ text, code }) => (
          <li key={text}>
            <Prose text={text} />
            {code?.split("\n").map((line) => (
              <Copyable key={line} text={line} />
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
