/**
 * What collections are drawn by: the clock, as everything else of a process is, where it is known; seconds
 * since the start where only a trace tells, or where the clock's seconds are too coarse for a program that
 * ran so briefly; else their numbers.
 */
import type { GcTable } from "../../model/page.ts";
import type { AxisKind } from "../charts/chart-axis.ts";

/** Seconds that need more than the clock's digits. */
const BRIEF = 10;

export interface GcAxis {
  readonly x: readonly (number | null)[];
  readonly axis: AxisKind;
}

export function gcAxis({ columns, origin }: Pick<GcTable, "columns" | "origin">): GcAxis {
  const { n, at } = columns;
  const known = at.filter((value) => value !== null);
  if (known.length < 2) return { x: n, axis: "collection" };
  const isBrief = known.at(-1)! - known[0]! < BRIEF;
  if (origin === null || isBrief) return { x: at, axis: "seconds" };
  return { x: at.map((value) => (value === null ? null : origin + value)), axis: "clock" };
}
