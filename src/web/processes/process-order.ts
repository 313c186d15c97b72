/**
 * Which processes are shown, and in what order. While someone reads, a list must not move: an order
 * stays as it was made until another is asked for, and what is new comes last.
 */
import type { ProcessRow } from "../../model/fleet.ts";
import type { Severity } from "../../model/verdict.ts";
import { parsePattern } from "../code/tree/match-frames.ts";

export const ORDERS = [
  { value: "worst", title: "what is found" },
  { value: "rss", title: "RSS" },
  { value: "live", title: "live heap" },
  { value: "growth", title: "change in RSS" },
  { value: "name", title: "name" },
  { value: "look", title: "last look" },
] as const;
export type Order = (typeof ORDERS)[number]["value"];

export function orderOf(text: string): Order {
  return ORDERS.find(({ value }) => value === text)?.value ?? "worst";
}

/** By name, address, labels, verdict, error: each word must be somewhere. */
export function findProcesses(rows: readonly ProcessRow[], text: string): ProcessRow[] {
  const patterns = text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => parsePattern(word).test);
  return rows.filter((row) => {
    const texts = textsOf(row);
    return patterns.every((test) => test === null || texts.some(test));
  });
}

function textsOf({ name, address, labels, verdict, error, state, go }: ProcessRow): string[] {
  return [
    name,
    address,
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...(verdict === null ? [] : [verdict.headline, verdict.id]),
    ...(error === null ? [] : [error]),
    ...(go === null ? [] : [go]),
    state,
  ];
}

const RANK: Readonly<Record<Severity, number>> = { critical: 3, warning: 2, info: 1 };

/** Those that do not answer come after those that something can be done about, the worst of them first. */
const SILENT = 1.5;
const WITHIN_SILENT = 0.1;

/** The largest, the worst, the newest first; names by the alphabet. */
export function sortProcesses(rows: readonly ProcessRow[], order: Order): ProcessRow[] {
  const byName = (a: ProcessRow, b: ProcessRow) =>
    a.name.localeCompare(b.name) || a.address.localeCompare(b.address) || a.id - b.id;
  if (order === "name") return rows.toSorted(byName);
  const sizes = new Map(rows.map((row) => [row.id, sizeOf(row, order)]));
  return rows.toSorted(
    (a, b) => sizes.get(b.id)! - sizes.get(a.id)! || (b.rss ?? -1) - (a.rss ?? -1) || byName(a, b),
  );
}

function sizeOf(row: ProcessRow, order: Exclude<Order, "name">): number {
  if (order === "rss") return row.rss ?? -1;
  if (order === "live") return row.live ?? -1;
  if (order === "look") return row.lastLook ?? -1;
  if (order === "growth") return changeOf(row) ?? -Infinity;
  if (row.state === "gone") return -1;
  const found = row.verdict === null ? 0 : RANK[row.verdict.severity];
  return row.state === "down" ? SILENT + WITHIN_SILENT * found : found;
}

/** Of RSS over what the trend shows of the last process, in bytes; null: not known. */
export function changeOf({ trend, rss }: ProcessRow): number | null {
  const own = trend.rss.slice(beginOf(trend));
  const first = own.find((value) => value !== null) ?? null;
  const last = rss ?? own.findLast((value) => value !== null) ?? null;
  return first === null || last === null ? null : last - first;
}

/** Seconds that this change took. */
export function changeSeconds({ trend }: Pick<ProcessRow, "trend">): number {
  return (trend.times.at(-1) ?? 0) - (trend.times[beginOf(trend)] ?? 0);
}

/** The place of its first look: what one process holds less than the one before it is no change. */
function beginOf({ times, since }: ProcessRow["trend"]): number {
  const begin = since === null ? 0 : times.findIndex((time) => time >= since);
  return Math.max(0, begin);
}

/** The rows in the order of before, those that were not there at the end. */
export function keepOrder(rows: readonly ProcessRow[], before: readonly number[]): ProcessRow[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const placeOf = ({ id }: ProcessRow) => places.get(id) ?? before.length;
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Keys of labels that have one value in all rows: they tell none from another. */
export function commonLabels(rows: readonly ProcessRow[]): Set<string> {
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return new Set();
  const alike = Object.entries(first.labels).filter(([key, value]) =>
    others.every(({ labels }) => labels[key] === value),
  );
  return new Set(alike.map(([key]) => key));
}
