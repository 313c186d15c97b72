/**
 * Lets the engine free what a decoded profile took. Its columns lie outside V8's heap, some 2 MB a look, and V8
 * collects by what objects take inside it, which is little: by then a hundred megabytes of columns wait that
 * nobody has any more. So after each look the young objects are collected, in a millisecond. Making a report
 * takes so long that columns grow old in it: those wait until they are a few tens of megabytes.
 */

import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MiB } from "../base/units.ts";

/** Without options it collects all there is. */
type Collect = (options?: { readonly type: "minor" }) => void;

/** The space for young objects, which then never fills, stays as small as it is: 1 MiB and not 16. */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** Bytes outside the heap that may be old and dead. A collection of all takes 20 to 40 ms; V8 waits for 64 MB. */
const MOST_DEAD = 24 * MiB;

export class ColumnCollector {
  private readonly collect: Collect | undefined = findCollect();
  /** The least that was outside the heap since all was collected: so much may be in use. */
  private least = Number.POSITIVE_INFINITY;

  /** To be told when what was decoded is no longer needed. */
  done(): void {
    this.collect?.({ type: "minor" });
    const outside = bytesOutside();
    this.least = Math.min(this.least, outside);
    if (outside - this.least < MOST_DEAD) return;
    this.collect?.();
    // Another thread frees some of it a moment later, which the next call sees.
    this.least = bytesOutside();
  }
}

function bytesOutside(): number {
  return getHeapStatistics().external_memory;
}

/** Undefined where the engine has none: then it takes more memory, and no more. */
function findCollect(): Collect | undefined {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  setFlagsFromString("--no-expose-gc");
  return typeof found === "function" ? (found as Collect) : undefined;
}
