/** The four values of a heap profile as a reader sees them: in MiB or in objects. */
import { formatCount, formatMiB } from "../../base/units.ts";
import type { Amount, HeapValueName } from "../../model/results.ts";
import { rangeText } from "./figures.ts";

/** What a value counts, in words. */
export const VALUE_WORDS: Readonly<Record<HeapValueName, string>> = {
  inuse_space: "bytes of live objects",
  inuse_objects: "live objects",
  alloc_space: "bytes allocated since the start",
  alloc_objects: "objects allocated since the start",
};

/** The part of an amount that a value is about, and how it is written in a column. */
export function viewOfValue(value: HeapValueName) {
  const isBytes = value.endsWith("_space");
  return {
    unit: isBytes ? "MiB" : "objects",
    figure: (amount: Amount) => (isBytes ? amount.bytes : amount.objects),
    range: (amount: Amount) => (isBytes ? amount.bytesRange : amount.objectsRange),
    format: isBytes ? formatMiB : formatCount,
    formatRange: isBytes
      ? rangeText
      : ([low, high]: readonly [number, number]) => `${formatCount(low)} – ${formatCount(high)}`,
  };
}

export type ValueView = ReturnType<typeof viewOfValue>;
