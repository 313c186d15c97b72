/** All that is recorded: who holds how much, how that went, what is the matter. */
import { useMemo, useState } from "react";
import { formatCount } from "../../base/units.ts";
import type { ProcessList, ProcessRow } from "../../model/fleet.ts";
import type { Recorder } from "../data/recorder.ts";
import { useNow } from "../data/use-now.ts";
import { Copyable } from "../parts/copyable.tsx";
import { DEFAULT_STATE, formatState, type PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { Offers } from "./offers.tsx";
import { ProcessItem } from "./process-item.tsx";
import {
  commonLabels,
  findProcesses,
  keepOrder,
  ORDERS,
  type Order,
  orderOf,
  sortProcesses,
} from "./process-order.ts";
import { matchText, processesHeadline, togetherText } from "./process-text.ts";

interface Props {
  readonly recorder: Recorder;
  readonly list: ProcessList;
  readonly state: PageState;
  readonly change: ChangeState;
}

/** More are shown in a line each. */
const SPACIOUS = 10;

export function ProcessesView({ recorder, list, state, change }: Props) {
  const { processes, offers, canAdd } = list;
  const { rows, sortAgain } = useSteadyOrder(processes, orderOf(state.order));
  const found = findProcesses(rows, state.find);
  const add = (target: string) => {
    // With one process the home would be that one's page: who picks from a list stays at it.
    change({ view: "processes" }, "replace");
    return recorder.add(target);
  };
  const together = togetherText(processes);
  const now = useNow(recorder);
  const common = useMemo(() => commonLabels(processes), [processes]);
  return (
    <main className="view processes">
      <section className="answer">
        <h1>{processesHeadline(processes, state.process)}</h1>
        {together !== null && <p className="muted">{together}</p>}
        {processes.length === 0 && <HowToBegin hasOffers={offers.length > 0} canAdd={canAdd} />}
      </section>
      {processes.length > 0 && (
        <section>
          <Tools
            {...{ state, change, sortAgain }}
            matches={matchText(found.length, rows.length, state.find)}
          />
          <ul className={processes.length > SPACIOUS ? "process-list dense" : "process-list"}>
            {found.map((row) => (
              <ProcessItem key={row.id} {...{ row, common, now }} href={addressOf(row, state)} />
            ))}
          </ul>
          {found.length === 0 && (
            <p className="empty">
              No process matches.{" "}
              <button type="button" className="link" onClick={() => change({ find: "" })}>
                Show all {formatCount(processes.length)}
              </button>
            </p>
          )}
        </section>
      )}
      <Offers offers={offers} canAdd={canAdd} onAdd={add} />
    </main>
  );
}

interface SteadyOrder {
  readonly rows: readonly ProcessRow[];
  /** null: it would change nothing. */
  readonly sortAgain: (() => void) | null;
}

/** In the order that was made when it was asked for. */
function useSteadyOrder(all: readonly ProcessRow[], order: Order): SteadyOrder {
  const idsOf = (rows: readonly ProcessRow[]) => rows.map(({ id }) => id);
  const [kept, keep] = useState(() => ({ order, ids: idsOf(sortProcesses(all, order)) }));
  const sorted = useMemo(() => sortProcesses(all, order), [all, order]);
  const isAsked = kept.order !== order;
  if (isAsked) keep({ order, ids: idsOf(sorted) });
  const rows = isAsked ? sorted : keepOrder(all, kept.ids);
  const isStale = rows.some(({ id }, place) => id !== sorted[place]!.id);
  return { rows, sortAgain: isStale ? () => keep({ order, ids: idsOf(sorted) }) : null };
}

function addressOf({ id }: ProcessRow, { range, find, order }: PageState): string {
  return formatState({ ...DEFAULT_STATE, process: String(id), range, find, order });
}

interface ToolsProps extends Pick<Props, "state" | "change"> {
  readonly sortAgain: (() => void) | null;
  readonly matches: string;
}

function Tools({ state, change, sortAgain, matches }: ToolsProps) {
  return (
    <div className="toolbar-row process-tools">
      <input
        type="search"
        className="search"
        placeholder="Search names, labels, findings"
        aria-label="Search names, labels, findings"
        value={state.find}
        onChange={(event) => change({ find: event.target.value }, "replace")}
      />
      <span className="muted small" aria-live="polite">
        {matches}
      </span>
      <label className="field">
        <span>by</span>
        <select
          value={orderOf(state.order)}
          onChange={(event) => change({ order: event.target.value })}
        >
          {ORDERS.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {sortAgain !== null && (
        <button type="button" className="link" onClick={sortAgain}>
          Sort again
        </button>
      )}
    </div>
  );
}

function HowToBegin({
  hasOffers,
  canAdd,
}: {
  readonly hasOffers: boolean;
  readonly canAdd: boolean;
}) {
  const toName = "when the server starts, by PID, name, port or URL:";
  return (
    <>
      <p>
        {hasOffers && canAdd ? "Choose one below, or name it" : "Name what to record"} {toName}
      </p>
      <Copyable text="resident serve :6060" />
      <p className="muted">
        or a file with many, as Prometheus has them: <code>resident serve -c resident.yaml</code>
      </p>
    </>
  );
}
