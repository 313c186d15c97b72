/**
 * The processes of a log, when all of it is read. Counts of one source that follow each other, one
 * ended before the next began, are one program that was started again; those that overlap are
 * several processes.
 */
import type { GcCycles, GcHistory, Scavenges } from "../../model/gc-log.ts";
import { rangeOf } from "./go-version-set.ts";
import type { Counter, ProcessSorter } from "./process-sorter.ts";

/** The one with most collections first. */
export function historiesOf(sources: ReadonlyMap<string, ProcessSorter>): GcHistory[] {
  const histories = [...sources].flatMap(([source, { counters }]) =>
    chainsOf(counters).map((chain) => historyOf(source, chain)),
  );
  return histories.sort((a, b) => b.length - a.length);
}

function chainsOf(counters: readonly Counter[]): Counter[][] {
  const chains: Counter[][] = [];
  const written = counters.filter(({ builder }) => builder.versions !== undefined);
  for (const counter of [...written].sort((a, b) => a.firstLine - b.firstLine)) {
    const ended = chains.filter((chain) => chain.at(-1)!.lastLine < counter.firstLine);
    const latest = ended.reduce<Counter[] | undefined>(
      (best, chain) =>
        best === undefined || chain.at(-1)!.lastLine > best.at(-1)!.lastLine ? chain : best,
      undefined,
    );
    if (latest === undefined) chains.push([counter]);
    else latest.push(counter);
  }
  return chains;
}

function historyOf(source: string, chain: readonly Counter[]): GcHistory {
  const parts = chain.map(({ builder }) => builder);
  const versions = rangeOf(parts.reduce((set, { versions }) => set & (versions ?? set), -1));
  const starts = parts.map((_, at) => sum(parts.slice(0, at).map(({ length }) => length)));
  return {
    source,
    length: sum(parts.map(({ length }) => length)),
    slice: (from, to) =>
      joinRows(
        parts.flatMap((part, at) => {
          const start = starts[at]!;
          const [first, end] = [Math.max(from - start, 0), Math.min(to - start, part.length)];
          return first < end ? [part.sliceCycles(first, end)] : [];
        }),
        () => parts[0]!.sliceCycles(0, 0),
      ),
    get scavenges(): Scavenges {
      const all = parts.map((part) => part.sliceScavenges(0, part.scavengeCount));
      return joinRows(all, () => parts[0]!.sliceScavenges(0, 0));
    },
    restarts: chain.flatMap(({ restarts }, i) => {
      const start = starts[i]!;
      return [...(start > 0 ? [start] : []), ...restarts.map((row) => start + row)];
    }),
    ...(versions === undefined ? {} : { versions }),
  };
}

/** The rows of several tables of the same columns, one after the other. */
function joinRows<T extends GcCycles | Scavenges>(parts: readonly T[], empty: () => T): T {
  const [first] = parts;
  if (parts.length <= 1) return first ?? empty();
  const length = sum(parts.map((part) => part.length));
  const columns = Object.entries(first!).filter(([name]) => name !== "length");
  const joined = columns.map(([name, column]) => {
    const whole = column instanceof Uint8Array ? new Uint8Array(length) : new Float64Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set((part as unknown as Record<string, Float64Array>)[name]!, at);
      at += part.length;
    }
    return [name, whole] as const;
  });
  return { length, ...Object.fromEntries(joined) } as unknown as T;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
