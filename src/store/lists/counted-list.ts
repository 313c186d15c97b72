/**
 * A list of ids with a count each, ids rising: what is in use by site, goroutines by group, bytes by line
 * of the ledger. A count of 0 is the same as not being there.
 */
export interface CountedList {
  readonly ids: Int32Array;
  readonly counts: Float64Array;
}

export const EMPTY_LIST: CountedList = { ids: new Int32Array(0), counts: new Float64Array(0) };

/** Makes lists of ids in any order, counts of the same id added up. */
export class ListCollector {
  private sums = new Float64Array(1024);
  private isIn = new Uint8Array(1024);
  private touched = new Int32Array(256);
  private length = 0;

  add(id: number, count: number): void {
    if (id >= this.sums.length) this.reserve(id + 1);
    this.sums[id] += count;
    if (this.isIn[id] === 1) return;
    this.isIn[id] = 1;
    if (this.length === this.touched.length) this.touched = copied(this.touched, this.length * 2);
    this.touched[this.length++] = id;
  }

  addAll({ ids, counts }: CountedList): void {
    for (let i = 0; i < ids.length; i++) this.add(ids[i], counts[i]);
  }

  /** The list, and an empty collector. */
  finish(): CountedList {
    const touched = this.touched.subarray(0, this.length).sort();
    const ids = new Int32Array(touched.length);
    const counts = new Float64Array(touched.length);
    let end = 0;
    for (const id of touched) {
      if (this.sums[id] !== 0) {
        ids[end] = id;
        counts[end++] = this.sums[id];
      }
      this.sums[id] = 0;
      this.isIn[id] = 0;
    }
    this.length = 0;
    return { ids: ids.slice(0, end), counts: counts.slice(0, end) };
  }

  private reserve(length: number): void {
    const room = Math.max(length, this.sums.length * 2);
    const sums = new Float64Array(room);
    sums.set(this.sums);
    this.sums = sums;
    const isIn = new Uint8Array(room);
    isIn.set(this.isIn);
    this.isIn = isIn;
  }
}

function copied(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(length);
  bigger.set(column);
  return bigger;
}
