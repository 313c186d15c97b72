/**
 * Lines or areas over time, by uPlot. A drag chooses a range: the chart zooms by itself, or its owner is
 * told. Below it stands what each colour is, with the numbers under the pointer, or the last ones. Gaps
 * are gaps.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "../theme.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { NO_MARKS } from "./chart-marks.ts";
import { CHART_HEIGHT, chartData, chartOptions, type Drawn, hasValues } from "./chart-options.ts";
import type { TimeChartProps } from "./chart-types.ts";
import { lastTold } from "./last-told.ts";
import { selectRange } from "./select-range.ts";

/** Its colours are read when it is made, so another theme is another chart, and so are other series. */
export function TimeChart(props: TimeChartProps) {
  const theme = useTheme();
  const shown = props.series.filter(hasValues);
  const form = shown.map(({ title, color, shape }) => `${title} ${color} ${shape}`);
  return <Chart key={[theme, ...form].join("\n")} {...props} />;
}

function Chart(props: TimeChartProps) {
  const { x, axis, unit, isStacked, marks = NO_MARKS, window, sync, onSelect } = props;
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const series = useMemo(() => props.series.filter(hasValues), [props.series]);
  const latest = useRef<Drawn>({ x, series, marks, window });
  const select = useRef(onSelect);
  select.current = onSelect;
  const isOwned = onSelect !== undefined;
  // New looks are other data in the same chart: a drag that goes on meanwhile is not lost.
  useEffect(() => {
    latest.current = { x, series, marks, window };
    chart.current?.setData(chartData(x, series, isStacked));
  }, [x, series, marks, window, isStacked]);
  useEffect(() => {
    const element = holder.current!;
    const parts = { axis, unit, isStacked, sync, isOwned, latest: () => latest.current };
    const made = new uPlot(
      chartOptions(element, parts, setPointed),
      chartData(latest.current.x, latest.current.series, isStacked),
      element,
    );
    chart.current = made;
    if (isOwned) selectRange(made, (range, isShifted) => select.current?.(range, isShifted));
    const sizes = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: CHART_HEIGHT }),
    );
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [axis, unit, isStacked, sync, isOwned]);
  // Data that was replaced may be shorter than where the pointer was.
  const at = pointed === null || pointed >= x.length ? lastTold(series, x.length) : pointed;
  return (
    <>
      <div ref={holder} className="chart" />
      <ChartLegend {...props} marks={marks} at={at} />
    </>
  );
}
