/** Growth: stacks by how fast what they hold becomes more, each with how sure that is. */
import { useState } from "react";
import { formatBytes, formatCount } from "../../base/units.ts";
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import type { GrowthRow, GrowthTable } from "../../model/page.ts";
import { fileLine } from "../code/tree/frame-label.ts";
import { parsePattern } from "../code/tree/match-frames.ts";
import { momentText } from "../format-time.ts";
import { type Frame, ownFrame } from "../own-frame.ts";
import { Sparkline } from "../parts/sparkline.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import {
  growthFacts,
  growthHeadline,
  type RateUnit,
  rateRangeText,
  rateText,
  rateUnitOf,
} from "./growth-text.ts";

interface Props {
  readonly table: GrowthTable;
  readonly state: PageState;
  readonly change: ChangeState;
}

const STEP = 30;
/** Callers that are named beside a place. */
const CALLERS = 3;

export function GrowthView({ table, state, change }: Props) {
  const [shown, setShown] = useState(STEP);
  const { test } = parsePattern(state.goroutine);
  const rows = [...table.rows.entries()].filter(
    ([, { frames }]) => test === null || frames.some(([name, file]) => test(name) || test(file)),
  );
  const scale = Math.max(...table.rows.map(({ perMinute }) => Math.abs(perMinute.high)), 1);
  const unit = rateUnitOf(table);
  const headline = growthHeadline(table);
  return (
    <main className="view">
      <section className="answer">
        <h1 className={headline.length > 140 ? "long" : ""}>{headline}</h1>
        <p className="muted">{growthFacts(table)}</p>
      </section>
      {table.rows.length > 0 && (
        <section>
          <input
            type="search"
            className="search"
            placeholder="Search functions"
            aria-label="Search functions"
            value={state.goroutine}
            onChange={(event) => change({ goroutine: event.target.value }, "replace")}
          />
          <ul className="growth">
            {rows.slice(0, shown).map(([at, row]) => (
              <Row key={at} {...{ row, scale, unit, change, table }} />
            ))}
          </ul>
          {rows.length === 0 && <p className="empty">No stack matches.</p>}
          {rows.length > shown && (
            <button type="button" onClick={() => setShown(shown * 2)}>
              Show more of {formatCount(rows.length)}
            </button>
          )}
          <p className="muted small">
            Whiskers are 95 % intervals. Pale rows may not grow at all: the interval reaches 0, or
            there is one sampled object to go by. What answering requests for profiles allocates is
            left out.
          </p>
        </section>
      )}
    </main>
  );
}

interface RowProps {
  readonly row: GrowthRow;
  readonly table: GrowthTable;
  /** Bytes a minute that fill the width. */
  readonly scale: number;
  readonly unit: RateUnit;
  readonly change: ChangeState;
}

function Row({ row, table, scale, unit, change }: RowProps) {
  const frame = ownFrame(row);
  const { value, low, high } = row.perMinute;
  const percent = (rate: number) => `${(100 * Math.max(0, rate)) / scale}%`;
  const first = row.bytes[0] ?? 0;
  const last = row.bytes.at(-1) ?? 0;
  const look = () =>
    change({
      view: "code",
      show: "callers",
      value: "inuse_space",
      of: frame?.[0] ?? "",
      zoom: "",
    });
  return (
    <li>
      <button
        type="button"
        className={`growth-row ${row.isSure ? "" : "unsure"}`}
        onClick={look}
        data-row=""
      >
        <span className="growth-place">
          <Place frame={frame} />
          <Callers row={row} frame={frame} />
        </span>
        <Sparkline
          times={table.times}
          values={row.bytes}
          label={`${formatBytes(first)} to ${formatBytes(last)}`}
        />
        <span className="growth-bytes number">
          {formatBytes(last)}
          <span className="muted small">from {formatBytes(first)}</span>
        </span>
        <span className="growth-rate number">
          <strong>{rateText(value, unit)}</strong>
          <span className="muted small">{rateRangeText(row.perMinute, unit)}</span>
        </span>
        <span className="whisker">
          <span className="fill" style={{ width: percent(value) }} />
          <span
            className="range"
            style={{ left: percent(low), width: `calc(${percent(high)} - ${percent(low)})` }}
          />
        </span>
        <span className="muted small growth-since">{sinceText(row, table)}</span>
      </button>
    </li>
  );
}

function Place({ frame }: { readonly frame: Frame | undefined }) {
  if (frame === undefined) return <span className="muted">no stack</span>;
  const [name, file, line] = frame;
  return (
    <span>
      <strong className="code">{fileLine(file, line)}</strong>{" "}
      <span className="code" title={name}>
        {elideTypes(shortFunction(name))}
      </span>
    </span>
  );
}

/** Who called it, the nearest first. */
function Callers({ row, frame }: { readonly row: GrowthRow; readonly frame: Frame | undefined }) {
  const at = frame === undefined ? -1 : row.frames.indexOf(frame);
  const callers = row.frames.slice(at + 1).filter(([name]) => !/^runtime\./.test(name));
  if (callers.length === 0) return null;
  const names = callers.slice(0, CALLERS).map(([name]) => elideTypes(shortFunction(name)));
  const rest = callers.length > CALLERS ? " ← …" : "";
  return <span className="muted code">← {names.join(" ← ") + rest}</span>;
}

function sinceText({ since, isSure, perMinute }: GrowthRow, { endedAt }: GrowthTable): string {
  if (!isSure) return perMinute.low > 0 ? "one sampled object" : "may not grow at all";
  return since === null
    ? "with ups and downs"
    : `${endedAt === null ? "grows" : "grew"} since ${momentText(since)}`;
}
