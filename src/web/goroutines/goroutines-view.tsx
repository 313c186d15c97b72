/** Goroutines by stack, state and how long they have waited. */
import { useState } from "react";
import { formatCount } from "../../base/units.ts";
import { elideTypes, shortFunction } from "../../model/function-name.ts";
import type { GoroutineRow, GoroutineTable } from "../../model/page.ts";
import { fileLine } from "../code/tree/frame-label.ts";
import { parsePattern } from "../code/tree/match-frames.ts";
import { formatChange } from "../format.ts";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { callerText, goroutineHeadline, isRequest, seenText, waitText } from "./goroutine-text.ts";

interface Props {
  readonly table: GoroutineTable;
  readonly isRecorded: boolean;
  readonly state: PageState;
  readonly change: ChangeState;
}

const STEP = 40;

export function GoroutinesView({ table, isRecorded, state, change }: Props) {
  const [shown, setShown] = useState(STEP);
  const { test } = parsePattern(state.goroutine);
  const rows = numbered(table.rows).filter(([, row]) => test === null || isFound(row, test));
  const most = Math.max(...table.rows.map(({ count }) => count), 1);
  return (
    <main className="view">
      <section className="answer">
        <h1>{goroutineHeadline(table)}</h1>
        <p className="muted">
          {formatCount(table.groupCount)} groups by stack and state, read from {table.source}.{" "}
          <button
            type="button"
            className="link"
            onClick={() => change({ view: "code", value: "goroutine", show: "flame", zoom: "" })}
          >
            As a flame graph
          </button>
        </p>
        {table.rows.some(({ seen }) => seen !== null) && (
          <p className="muted">
            “At every look” is said of the place, of at most 120 looks of this time: whether the
            goroutines there are the same ones only a list of all of them tells, for which a program
            is stopped.
          </p>
        )}
      </section>
      <input
        type="search"
        className="search"
        placeholder="Search functions and states"
        aria-label="Search functions and states"
        value={state.goroutine}
        onChange={(event) => change({ goroutine: event.target.value }, "replace")}
      />
      <ul className="goroutines">
        {rows.slice(0, shown).map(([at, row]) => (
          <Group key={at} row={row} most={most} isRecorded={isRecorded} />
        ))}
      </ul>
      {rows.length === 0 && <p className="empty">No group matches.</p>}
      {rows.length > shown && (
        <button type="button" onClick={() => setShown(shown * 2)}>
          Show more of {formatCount(rows.length)}
        </button>
      )}
    </main>
  );
}

/** Groups may be alike, and a stack may hold a frame twice: their places tell them apart. */
function numbered<T>(rows: readonly T[]): [at: number, row: T][] {
  return [...rows.entries()];
}

function isFound(row: GoroutineRow, test: (text: string) => boolean): boolean {
  if (row.state !== null && test(row.state)) return true;
  return row.frames.some(([name, file]) => test(name) || test(file));
}

interface GroupProps {
  readonly row: GoroutineRow;
  readonly most: number;
  readonly isRecorded: boolean;
}

function Group({ row, most, isRecorded }: GroupProps) {
  const place = row.frames[Math.max(0, row.place)];
  const caller = callerText(row);
  return (
    <li>
      <details className="goroutine">
        <summary data-row="">
          <span className="number">{formatCount(row.count)}</span>
          <span className="goroutine-place">
            {place === undefined ? (
              <span className="muted">started, not run yet</span>
            ) : (
              <span className="code" title={place[0]}>
                {elideTypes(shortFunction(place[0]))}
              </span>
            )}{" "}
            <span className="muted code">
              {place === undefined ? "" : fileLine(place[1], place[2])}
            </span>
            {caller !== null && <span className="goroutine-caller code">{caller}</span>}
          </span>
          <span className="muted goroutine-state">
            {isRequest(row) && (
              <span className="badge">{isRecorded ? "Resident’s own look" : "asked for this"}</span>
            )}
            {row.isLeaked && <span className="badge bad">leaked</span>}
            {row.state !== null && <span className="badge">{row.state}</span>}
            {waitText(row.wait)} {place === undefined ? "" : seenText(row.seen, row.count)}
            {row.before !== null && row.before !== row.count && (
              <span> {formatChange(row.count - row.before, "count")}</span>
            )}
          </span>
          <span className="track">
            <span className="fill" style={{ width: `${(100 * row.count) / most}%` }} />
          </span>
        </summary>
        <ol className="stack">
          {numbered(row.frames).map(([at, [name, file, line]]) => (
            <li key={at}>
              <span className="code">{name}</span>{" "}
              <span className="muted code">{line > 0 ? `${file}:${line}` : file}</span>
            </li>
          ))}
          {row.createdBy.map(([name, file, line]) => (
            <li key={`${file}:${line}`}>
              <span className="muted">started by</span> <span className="code">{name}</span>{" "}
              <span className="muted code">
                {file}:{line}
              </span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}
