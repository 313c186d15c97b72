/** The series of the Time view, from the page's table: netted, with gaps, as many as can be seen. */
import { useMemo } from "react";
import type { TimeTable } from "../../model/page.ts";
import type { Said, Series } from "../charts/chart-types.ts";
import { colorOfLine } from "../now/ledger-layout.ts";
import { bridged } from "./bridged.ts";
import { type ChartRows, chartRows, valuesAt } from "./chart-rows.ts";
import { netParts, toldBytes } from "./net-parts.ts";

export interface TimeSeries {
  readonly times: readonly number[];
  readonly parts: readonly Series[];
  readonly rss: Said;
  /** What was taken off the areas; none where it was nothing. */
  readonly differences: readonly Said[];
  readonly heap: readonly Series[];
  readonly goroutines: readonly Series[];
}

/** More than a screen has columns for are not drawn. */
const SCREEN_COLUMNS = 1100;

export function useTimeSeries(table: TimeTable): TimeSeries {
  return useMemo(() => {
    const { times, restarts, rss, heapAlloc, parts } = table;
    const height = rss.some((value) => value !== null) ? rss : heapAlloc;
    const rows = chartRows(times, restarts, height, SCREEN_COLUMNS);
    const netted = netParts(table);
    const asRead = new Map(parts.map((part) => [part.id, part]));
    return {
      times: rows.times,
      parts: netted.parts.map(({ id, title, bytes }) => ({
        title,
        color: colorOfLine(id),
        values: valuesAt(bytes, rows),
        said: valuesAt(toldBytes(asRead.get(id)!, table), rows),
      })),
      rss: { title: "RSS", values: valuesAt(rss, rows) },
      differences: netted.difference.every((value) => value === null)
        ? []
        : [
            {
              title: "counted by Go and not in RAM, taken off the areas",
              values: valuesAt(netted.difference, rows),
            },
          ],
      heap: heapSeries(table, rows),
      goroutines: [
        { title: "goroutines", color: "stacks", ...asAsked(table, table.goroutines, rows) },
      ],
    };
  }, [table]);
}

function heapSeries(table: TimeTable, rows: ChartRows): Series[] {
  const { heapAlloc, live, goal } = table;
  return [
    { title: "allocated", color: "fresh", ...asAsked(table, heapAlloc, rows) },
    { title: "live after the last collection", color: "live", ...asAsked(table, live, rows) },
    { title: "next collection at", color: "outside", ...asAsked(table, goal, rows) },
  ];
}

/** Drawn over the looks that left the program alone; of those nothing is said. */
function asAsked(
  table: TimeTable,
  column: readonly (number | null)[],
  rows: ChartRows,
): Pick<Series, "values" | "said"> {
  return { values: valuesAt(bridged(table, column), rows), said: valuesAt(column, rows) };
}
