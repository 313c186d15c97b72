/**
 * The recording over time: what RSS is made of, the live heap and its goal, goroutines. A drag looks
 * closer; two ranges that are marked are compared in Code. Both are in the address.
 */
import { type ReactNode, useMemo, useState } from "react";
import { formatBytes } from "../../base/units.ts";
import type { Page, TimeTable } from "../../model/page.ts";
import type { ChartMarks } from "../charts/chart-marks.ts";
import type { TimeChartProps } from "../charts/chart-types.ts";
import type { RangeOfX } from "../charts/select-range.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { CompareBar } from "./compare-bar.tsx";
import { FindingBands } from "./finding-bands.tsx";
import { follows, formatRangeText, parseRange, windowOf } from "./range.ts";
import { restartTimes } from "./restart-times.ts";
import { timeHeadline } from "./time-text.ts";
import { useTimeSeries } from "./use-time-series.ts";

interface Props {
  readonly page: Page;
  readonly table: TimeTable;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function TimeView({ page, table, state, change }: Props) {
  const isRecorded = page.recorded !== null;
  // A recorder is asked for another range; of a file all is here.
  const window = useMemo(
    () => (isRecorded ? undefined : windowOf(state.range, table.times.at(-1)!)),
    [isRecorded, state.range, table],
  );
  const [isMarking, setMarking] = useState(false);
  const choose = (range: RangeOfX, isShifted: boolean) => {
    const text = formatRangeText(range);
    if (isShifted || isMarking) markRange(text, state, change);
    else change({ range: text });
  };
  return (
    <main className="view">
      <section className="answer">
        <h1>{timeHeadline(table, isRecorded && !follows(state.range))}</h1>
        <CompareBar
          {...{ state, change, isMarking, setMarking }}
          canCompare={page.code.length > 0}
          isZoomed={window !== undefined}
          seconds={isRecorded ? 0 : table.times.at(-1)! - table.times[0]!}
        />
      </section>
      <Charts table={table} state={state} window={window} onSelect={choose} />
    </main>
  );
}

interface ChartsProps {
  readonly table: TimeTable;
  readonly state: PageState;
  readonly window: RangeOfX | undefined;
  readonly onSelect: (range: RangeOfX, isShifted: boolean) => void;
}

function Charts({ table, state, window, onSelect }: ChartsProps) {
  const series = useTimeSeries(table);
  const marks = useMarks(table, state);
  const common = { x: series.times, axis: "clock", sync: "time", window, onSelect } as const;
  const plain = { ...common, isStacked: false, marks: marks.plain } as const;
  return (
    <>
      <ChartPart
        title="RSS, by what it is made of"
        {...common}
        unit="bytes"
        isStacked
        marks={marks.bytes}
        series={series.parts}
        sum={series.rss}
        notes={series.differences}
      >
        <FindingBands
          bands={table.bands}
          span={window ?? { from: table.times[0]!, to: table.times.at(-1)! }}
          onPick={({ from, to }) => onSelect({ from, to: Math.max(to, from + 1) }, false)}
        />
      </ChartPart>
      <ChartPart title="The heap" {...plain} unit="bytes" series={series.heap} />
      <ChartPart title="Goroutines" {...plain} unit="count" series={series.goroutines} />
    </>
  );
}

interface PartProps extends TimeChartProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing where not one number is known. */
function ChartPart({ title, children, ...chart }: PartProps) {
  if (chart.series.every(({ values }) => values.every((value) => value === null))) return null;
  return (
    <section>
      <h2>{title}</h2>
      <TimeChart {...chart} />
      {children}
    </section>
  );
}

/** The first range that is marked waits for the second; the earlier one is what is compared with. */
function markRange(text: string, { base, at }: PageState, change: ChangeState): void {
  const first = at === "" ? parseRange(base) : null;
  const second = parseRange(text)!;
  if (first === null) {
    change({ base: text, at: "" });
    return;
  }
  const [before, after] = first.from <= second.from ? [first, second] : [second, first];
  change({
    view: "code",
    base: formatRangeText(before),
    at: formatRangeText(after),
    show: "flame",
    zoom: "",
  });
}

function useMarks(table: TimeTable, { at, base }: PageState) {
  return useMemo(() => {
    const titled = (text: string, title: string) => {
      const range = parseRange(text);
      return range === null ? [] : [{ ...range, title }];
    };
    const { limit } = table;
    const plain: ChartMarks = {
      limit: null,
      moments: restartTimes(table).map((x) => ({ x, title: "restart" })),
      ranges: [...titled(base, at === "" ? "marked" : "before"), ...titled(at, "after")],
    };
    const bytes: ChartMarks =
      limit === null
        ? plain
        : { ...plain, limit: { value: limit, title: `limit ${formatBytes(limit)}` } };
    return { plain, bytes };
  }, [table, at, base]);
}
