/**
 * What is live between the collections that found it. It grows at a pace, as it can't grow by more
 * than is allocated; but it falls at once, when a batch is done or a cache is dropped. So where two
 * collections found less the second time, it is taken to have grown on as before, to have fallen at
 * some point between the two, and to have grown again as it does afterwards.
 *
 * Where all falls can have been from the same height, they are taken to be, as of batches of one
 * size; else each is at a place of its own.
 */
import type { Range } from "./observed-cycles.ts";
import type { Track } from "./track.ts";

/** Smaller falls are what differs from one collection to the next anyway. */
const FALL = 0.15;

/**
 * @param found live bytes by allocated bytes, at the collections
 * @param part 0 to 1, a new one each call: where within its bounds a fall is
 */
export function liveTrack(found: Track, part: () => number): Track {
  const height = commonHeight(found, part());
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < found.x.length; i++) {
    const [at, live] = [found.x[i]!, found.y[i]!];
    if (isFall(found, i)) {
      const before = found.x[i - 1]!;
      const fall =
        before + (height === undefined ? part() : partTo(found, i, height)) * (at - before);
      x.push(fall, fall);
      y.push(
        found.y[i - 1]! + growth(found, i - 1) * (fall - before),
        Math.max(0, live - growth(found, i + 1) * (at - fall)),
      );
    }
    x.push(at);
    y.push(live);
  }
  return { x, y };
}

function isFall({ y }: Track, i: number): boolean {
  return i > 0 && y[i]! < (1 - FALL) * y[i - 1]!;
}

/** Bytes kept of each byte allocated, from the point before `i` to it; 0 where it did not rise. */
function growth({ x, y }: Track, i: number): number {
  if (i < 1 || i >= x.length) return 0;
  return Math.min(1, Math.max(0, (y[i]! - y[i - 1]!) / (x[i]! - x[i - 1]!)));
}

/** Between the highest that was found before a fall and what each can have grown to. */
function commonHeight(found: Track, part: number): number | undefined {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let i = 1; i < found.x.length; i++) {
    if (!isFall(found, i) || growth(found, i - 1) === 0) continue;
    const [least, most] = heights(found, i);
    low = Math.max(low, least);
    high = Math.min(high, most);
  }
  return low <= high && Number.isFinite(high) ? low + part * (high - low) : undefined;
}

/** How high it can have been before it fell between the points before `i` and `i`. */
function heights(found: Track, i: number): Range {
  const last = found.y[i - 1]!;
  return [last, last + growth(found, i - 1) * (found.x[i]! - found.x[i - 1]!)];
}

/** Part of the way between two points at which the heap is that high; halfway if it did not grow. */
function partTo(found: Track, i: number, height: number): number {
  const [least, most] = heights(found, i);
  return most === least ? 0.5 : (height - least) / (most - least);
}
