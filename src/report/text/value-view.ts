/** The four values of a heap profile as a reader sees them: in MiB or in objects. */
import { formatBytes, formatCount, formatMiB } from "../../base/units.ts";
import type { Amount, HeapValueName } from "../../model/results.ts";
import { rangeText } from "./figures.ts";

/** What follows an amount (`131 MiB`, `1,402`) to say what it counts. */
export const VALUE_WORDS: Readonly<Record<HeapValueName, string>> = {
  inuse_space: "of live objects",
  inuse_objects: "live objects",
  alloc_space: "allocated since the start",
  alloc_objects: "objects allocated since the start",
};

/** The part of an amount that a value is about, and how it is written in a column. */
export function viewOfValue(value: HeapValueName) {
  const isBytes = value.endsWith("_space");
  return {
    unit: isBytes ? "MiB" : "objects",
    amountText: (value: number) => (isBytes ? formatBytes(value) : formatCount(value)),
    figure: (amount: Amount) => (isBytes ? amount.bytes : amount.objects),
    range: (amount: Amount) => (isBytes ? amount.bytesRange : amount.objectsRange),
    format: isBytes ? formatMiB : formatCount,
    formatRange: isBytes
      ? rangeText
      : ([low, high]: readonly [number, number]) => `${formatCount(low)} – ${formatCount(high)}`,
  };
}

export type ValueView = ReturnType<typeof viewOfValue>;
