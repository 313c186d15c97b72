/**
 * Growable typed columns: a table under construction is a handful of these, and `finish()` cuts
 * each to its length. They double when full, so that n pushes cost O(n).
 */
type NumberArray = Int32Array | Uint32Array | Float64Array | Uint8Array;

class GrowableColumn<A extends NumberArray> {
  length = 0;
  data: A;
  private readonly make: (capacity: number) => A;

  constructor(make: (capacity: number) => A, capacity: number) {
    this.make = make;
    this.data = make(Math.max(capacity, 4));
  }

  push(value: number): number {
    if (this.length === this.data.length) this.grow(this.length + 1);
    this.data[this.length] = value;
    return this.length++;
  }

  /** Makes room for at least `capacity` entries without changing the length. */
  reserve(capacity: number): void {
    if (capacity > this.data.length) this.grow(capacity);
  }

  /** The entries written so far, in an array of their own of exactly that length. */
  finish(): A {
    return this.data.slice(0, this.length) as A;
  }

  /** Gives back room for more than an eighth more: for a column that is kept for long and seldom grows. */
  trim(): void {
    const room = Math.max(4, Math.ceil(this.length * 1.125));
    if (this.data.length > room) this.moveTo(room);
  }

  private grow(wanted: number): void {
    this.moveTo(Math.max(wanted, this.data.length * 2));
  }

  private moveTo(capacity: number): void {
    const moved = this.make(capacity);
    moved.set(this.data.subarray(0, this.length) as never);
    this.data = moved;
  }
}

export class Int32Column extends GrowableColumn<Int32Array> {
  constructor(capacity = 64) {
    super((n) => new Int32Array(n), capacity);
  }
}

export class Float64Column extends GrowableColumn<Float64Array> {
  constructor(capacity = 64) {
    super((n) => new Float64Array(n), capacity);
  }
}

export class Uint8Column extends GrowableColumn<Uint8Array> {
  constructor(capacity = 64) {
    super((n) => new Uint8Array(n), capacity);
  }
}
