/** A process that is asked for, and which part of what is recorded of it. */
import type { Recorded } from "../../model/page.ts";
import type { Store, StoredRun, StoredTarget, TimeRange } from "../../store/store.ts";
import { Refusal } from "../problem.ts";

/** Shown where nobody says from when. */
const USUAL_SECONDS = 3600;

export const ALL_TIME: TimeRange = { from: 0, to: 2 ** 32 };

export interface Asked {
  readonly store: Store;
  readonly target: StoredTarget;
  readonly range: TimeRange;
  /** Those that were looked at in the range, oldest first. */
  readonly runs: readonly StoredRun[];
  /** The newest of all. */
  readonly lastRun: StoredRun;
  readonly recorded: Recorded;
}

export interface AskedFor {
  readonly id: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** @throws Refusal where there is no such process, nothing of it, or the range is none */
export async function findAsked(store: Store, { id, from, to }: AskedFor): Promise<Asked> {
  const target = (await store.targets()).find((one) => one.id === id);
  if (target === undefined) throw new Refusal(404, `There is no process ${id}.`);
  const all = await store.runs(id, ALL_TIME);
  const lastRun = all.at(-1);
  if (lastRun === undefined) throw new Refusal(404, "Nothing is recorded of this process yet.");
  const first = all.reduce((least, run) => Math.min(least, run.first), lastRun.first);
  const last = all.reduce((most, run) => Math.max(most, run.last), lastRun.last);
  const range = rangeOf(from, to, first, last);
  const looks = await store.figures(id, range, 1);
  return {
    store,
    target,
    range,
    runs: all.filter((run) => run.first <= range.to && run.last >= range.from),
    lastRun,
    recorded: { id, ...range, first, last, looked: spanOf(looks) },
  };
}

function spanOf(looks: readonly { readonly time: number }[]): Recorded["looked"] {
  const [first, last] = [looks[0], looks.at(-1)];
  return first === undefined || last === undefined ? null : { from: first.time, to: last.time };
}

/** The last hour, or what there is. */
function rangeOf(
  from: number | undefined,
  to: number | undefined,
  first: number,
  last: number,
): TimeRange {
  const end = to ?? Math.max(last, from ?? last);
  const begin = from ?? Math.min(end, Math.max(first, end - USUAL_SECONDS));
  return orderedRange(begin, end, "from", "to");
}

/** @throws Refusal where it ends before it begins */
export function orderedRange(from: number, to: number, first: string, second: string): TimeRange {
  if (from <= to) return { from, to };
  throw new Refusal(
    400,
    `${first} is ${from} and ${second} is ${to}: it would end before it begins.`,
  );
}
