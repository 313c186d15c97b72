/**
 * For each of a row of places the least number that it was given, where numbers are given to a
 * whole interval of places at once: a segment tree, in which both cost the logarithm of the places.
 */
const NONE = 2 ** 31 - 1;

export class IntervalMinima {
  private readonly places: number;
  private readonly least: Int32Array;

  constructor(places: number) {
    this.places = places;
    this.least = new Int32Array(places * 2).fill(NONE);
  }

  /** Gives `value` to the places from `start` to before `end`. */
  lower(start: number, end: number, value: number): void {
    const { least, places } = this;
    let left = start + places;
    let right = end + places;
    for (; left < right; left >>= 1, right >>= 1) {
      if ((left & 1) === 1) {
        least[left] = Math.min(least[left]!, value);
        left++;
      }
      if ((right & 1) === 1) {
        right--;
        least[right] = Math.min(least[right]!, value);
      }
    }
  }

  /** The least number of the place, or -1. */
  at(place: number): number {
    let value = NONE;
    for (let node = place + this.places; node > 0; node >>= 1) {
      value = Math.min(value, this.least[node]!);
    }
    return value === NONE ? -1 : value;
  }
}
