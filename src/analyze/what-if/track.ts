/**
 * A number as it went over another: straight lines between points whose x rises. Outside of them it
 * keeps the value of the nearest.
 */
export interface Track {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** y at x. NaN for a track without points. */
export function valueAt({ x, y }: Track, at: number): number {
  const last = x.length - 1;
  if (last < 0) return Number.NaN;
  if (at <= x[0]!) return y[0]!;
  if (at >= x[last]!) return y[last]!;
  const right = firstAbove(x, at);
  const [x0, x1] = [x[right - 1]!, x[right]!];
  const [y0, y1] = [y[right - 1]!, y[right]!];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

/** Index of the first x above `at`. */
function firstAbove(x: readonly number[], at: number): number {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
