/** The collections: what `resident gc` says of them, the heap at each, how long they took. */
import { type ReactNode, useMemo } from "react";
import { formatCount } from "../../base/units.ts";
import type { GcTable } from "../../model/page.ts";
import type { Series } from "../charts/chart-types.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import { Prose } from "../parts/prose.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { gcAxis } from "./gc-axis.ts";
import { NoWhatIf, WhatIf } from "./what-if.tsx";

interface Props {
  readonly table: GcTable;
  readonly state: PageState;
  readonly change: ChangeState;
}

interface GcSeries {
  readonly heap: readonly Series[];
  readonly pauses: readonly Series[];
  readonly marks: readonly Series[];
}

/** The same arrays as long as the table is the same, so that charts are made once. */
function useGcSeries({ columns }: GcTable): GcSeries {
  return useMemo(() => {
    const { peak, live, goal, pauseNs, markNs } = columns;
    return {
      heap: [
        { title: "at its largest", color: "fresh", values: peak, shape: "dots" },
        { title: "live after it", color: "live", values: live, shape: "steps" },
        { title: "goal", color: "outside", values: goal, shape: "steps" },
      ],
      pauses: [
        { title: "the program stood still for", color: "stacks", values: pauseNs, shape: "dots" },
      ],
      marks: [
        {
          title: "marking beside the program took",
          color: "idle",
          values: markNs,
          shape: "dots",
        },
      ],
    };
  }, [columns]);
}

export function GcView({ table, state, change }: Props) {
  const { n, peak, live, pauseNs, markNs } = table.columns;
  const { heap, pauses, marks } = useGcSeries(table);
  const axis = useMemo(() => gcAxis(table), [table]);
  return (
    <main className="view">
      <section className="answer">
        <h1 className="long">{table.answer}</h1>
        <div>
          {table.findings.map((finding) => (
            <p key={finding}>
              <Prose text={finding} />
            </p>
          ))}
          {table.returningRule !== null && <p className="muted">{table.returningRule}</p>}
        </div>
      </section>
      {table.whatIf !== null && (
        <WhatIf table={table} grid={table.whatIf} state={state} change={change} />
      )}
      {table.whatIf === null && <NoWhatIf table={table} />}
      <Part title="The heap at each collection" values={[peak, live]}>
        <TimeChart {...axis} unit="bytes" isStacked={false} series={heap} />
      </Part>
      <Part title="Pauses" values={[pauseNs]}>
        <TimeChart {...axis} unit="nanoseconds" isStacked={false} series={pauses} />
      </Part>
      <Part title="Marking" values={[markNs]}>
        <TimeChart {...axis} unit="nanoseconds" isStacked={false} series={marks} />
      </Part>
      <p className="muted">
        Read from {table.source}
        {table.length > n.length &&
          `; the last ${formatCount(n.length)} of ${formatCount(table.length)} collections are drawn`}
        .
      </p>
    </main>
  );
}

interface PartProps {
  readonly title: string;
  readonly values: readonly (readonly (number | null)[])[];
  readonly children: ReactNode;
}

/** Nothing where no two numbers are known: one alone is in the first sentence. */
function Part({ title, values, children }: PartProps) {
  if (values.every((column) => column.filter((value) => value !== null).length < 2)) return null;
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
