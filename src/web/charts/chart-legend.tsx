/** What the colours of a chart are, and the numbers at one moment of it. */
import { formatValue } from "../format.ts";
import { axisText } from "./chart-axis.ts";
import { type ChartMarks, isLimitDrawn } from "./chart-marks.ts";
import { hasValues } from "./chart-options.ts";
import type { Said, Series, TimeChartProps } from "./chart-types.ts";
import type { Column } from "./stack-series.ts";

interface Props extends TimeChartProps {
  readonly marks: ChartMarks;
  /** Row of x. */
  readonly at: number;
}

export function ChartLegend({ x, axis, unit, isStacked, series, sum, notes, marks, at }: Props) {
  // Of areas that are not there now nothing is to be seen.
  const isNothing = ({ said, values }: Series) => isStacked && (said ?? values)[at] === 0;
  const columns = sum === undefined ? series : [sum];
  const highest = columns.reduce((most, { values }) => Math.max(most, highestOf(values)), 0);
  return (
    <p className="chart-legend">
      <span className="muted number">{axisText(x[at] ?? 0, axis)}</span>
      {sum !== undefined && <Amount said={sum} at={at} unit={unit} />}
      {series
        .filter((one) => hasValues(one) && !isNothing(one))
        .map((one) => (
          <span key={one.title}>
            <span className="dot" style={{ background: colorVariable(one.color, isStacked) }} />
            {one.title}{" "}
            <span className="number muted">{valueText((one.said ?? one.values)[at], unit)}</span>
          </span>
        ))}
      {notes?.map((note) => (
        <Amount key={note.title} said={note} at={at} unit={unit} />
      ))}
      {marks.limit !== null && !isLimitDrawn(marks, highest) && (
        <span className="muted">{marks.limit.title}, above the picture</span>
      )}
    </p>
  );
}

function Amount({
  said,
  at,
  unit,
}: {
  readonly said: Said;
  readonly at: number;
  readonly unit: string;
}) {
  return (
    <span>
      {said.title} <span className="number muted">{valueText(said.values[at], unit)}</span>
    </span>
  );
}

function highestOf(values: Column): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

function valueText(value: Column[number] | undefined, unit: string): string {
  return value === null || value === undefined ? "–" : formatValue(value, unit);
}

/** Areas are paler than lines. */
function colorVariable(color: string, isArea: boolean): string {
  return isArea ? `var(--ledger-${color})` : `var(--ledger-${color}-line, var(--ledger-${color}))`;
}
