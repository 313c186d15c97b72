/** One process of the list: what it holds, how that went, what is the matter with it. */
import { formatBytes, formatSeconds } from "../../base/units.ts";
import type { ProcessRow } from "../../model/fleet.ts";
import { elideTypesIn } from "../../model/function-name.ts";
import { errorText } from "../data/freshness.ts";
import { formatChange } from "../format.ts";
import { Sparkline } from "../parts/sparkline.tsx";
import { changeOf, changeSeconds } from "./process-order.ts";
import { answerOfText, liveText, lookText, nameText, shortLookText } from "./process-text.ts";

interface Props {
  readonly row: ProcessRow;
  readonly href: string;
  /** Keys of labels that tell no process of the list from another. */
  readonly common: ReadonlySet<string>;
  /** By the server's clock. */
  readonly now: number;
}

export function ProcessItem({ row, href, common, now }: Props) {
  const { name, labels, rss, trend } = row;
  const change = changeOf(row);
  const span = (trend.times.at(-1) ?? 0) - (trend.times[0] ?? 0);
  const seconds = changeSeconds(row);
  return (
    <li>
      <a className={`process ${row.state}`} href={href} data-row="" title={titleOf(row)}>
        <span className="process-name">
          <strong>{nameText(name)}</strong> <Labels labels={labels} name={name} common={common} />
        </span>
        <strong className="process-rss number">{rss === null ? "–" : formatBytes(rss)}</strong>
        <span className="process-trend">
          <Sparkline
            times={trend.times}
            values={trend.rss}
            label={`RSS over ${formatSeconds(span)}`}
            width={72}
            height={20}
          />
          <span className="muted small number">
            {change === null || seconds === 0
              ? ""
              : `${formatChange(change, "bytes")} in ${formatSeconds(seconds)}`}
          </span>
        </span>
        <span className="process-live muted small number">{liveText(row)}</span>
        <Finding row={row} now={now} />
        <span className="process-look muted small">
          <span className="in-line">{shortLookText(row, now)}</span>
          <span className="in-full">{lookText(row, now)}</span>
        </span>
      </a>
    </li>
  );
}

/** A line may be too short for it. */
function titleOf({ name, address, verdict, error }: ProcessRow): string {
  const texts = [name === address ? name : `${name} · ${address}`, error, verdict?.headline];
  return texts.filter((text) => text !== null && text !== undefined).join("\n");
}

function Finding({ row, now }: Pick<Props, "row" | "now">) {
  const { verdict } = row;
  const error = errorText(row);
  return (
    <span className="process-says">
      {error !== null && <span className="process-error">{error}</span>}{" "}
      {verdict !== null && (
        <span className={`process-verdict ${verdict.severity}`}>
          <span className="muted">{answerOfText(row, now)}</span>
          {elideTypesIn(verdict.headline)}
        </span>
      )}
    </span>
  );
}

function Labels({
  labels,
  name,
  common,
}: Pick<ProcessRow, "labels" | "name"> & Pick<Props, "common">) {
  const shown = Object.entries(labels).filter(([key, value]) => value !== name && !common.has(key));
  return (
    <span className="labels">
      {shown.map(([key, value]) => (
        <span key={key} className="label-pair">
          {/* An address says by itself what it is, and its end must be seen. */}
          {key !== "instance" && <span className="muted">{key}=</span>}
          {value}
        </span>
      ))}
    </span>
  );
}
