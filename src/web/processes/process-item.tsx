/** One process of the list: what it holds, how that went, what is the matter with it. */
import { formatBytes, formatSeconds } from "../../base/units.ts";
import type { ProcessRow } from "../../model/fleet.ts";
import { formatChange } from "../format.ts";
import { Sparkline } from "../parts/sparkline.tsx";
import { changeOf } from "./process-order.ts";
import { liveText, lookText } from "./process-text.ts";

interface Props {
  readonly row: ProcessRow;
  readonly href: string;
  /** By the server's clock. */
  readonly now: number;
}

export function ProcessItem({ row, href, now }: Props) {
  const { name, labels, rss, live, verdict, error, trend } = row;
  const change = changeOf(row);
  const span = (trend.times.at(-1) ?? 0) - (trend.times[0] ?? 0);
  return (
    <li>
      <a className={`process ${row.state}`} href={href} data-row="">
        <span className="process-name">
          <strong>{name}</strong>
          <Labels labels={labels} name={name} />
        </span>
        <span className="process-rss">
          <strong className="number">{rss === null ? "–" : formatBytes(rss)}</strong>
          <span className="muted small number">{liveText(live)}</span>
        </span>
        <span className="process-trend">
          <Sparkline
            times={trend.times}
            values={trend.rss}
            label={`RSS over ${formatSeconds(span)}`}
          />
          <span className="muted small number">
            {change === null || span === 0
              ? ""
              : `${formatChange(change, "bytes")} in ${formatSeconds(span)}`}
          </span>
        </span>
        <span className="process-says">
          {error !== null && <span className="process-error">{error}</span>}
          {verdict !== null && (
            <span className={`process-verdict ${verdict.severity}`}>{verdict.headline}</span>
          )}
          <span className="muted small">{lookText(row, now)}</span>
        </span>
      </a>
    </li>
  );
}

function Labels({ labels, name }: Pick<ProcessRow, "labels" | "name">) {
  const shown = Object.entries(labels).filter(([, value]) => value !== name);
  return (
    <span className="labels">
      {shown.map(([key, value]) => (
        <span key={key} className="label-pair">
          <span className="muted">{key}=</span>
          {value}
        </span>
      ))}
    </span>
  );
}
