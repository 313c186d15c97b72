/**
 * Addresses, each once, in the order in which they are first seen. An address is two halves of 32
 * bits, as a bigint each would cost more than all else that reading a file does; it is found by
 * open addressing.
 */
const FIRST_CAPACITY = 256;

export class AddressTable {
  length = 0;
  private low = new Uint32Array(FIRST_CAPACITY);
  private high = new Uint32Array(FIRST_CAPACITY);
  /** Index + 1 of an address, or 0 where free; always four times the capacity. */
  private slots = new Int32Array(FIRST_CAPACITY * 4);

  /** The index of the address, added if it is new. */
  intern(low: number, high: number): number {
    let slot = this.slotOf(low, high);
    if (this.slots[slot] !== 0) return this.slots[slot]! - 1;
    if (this.length === this.low.length) {
      this.grow();
      slot = this.slotOf(low, high);
    }
    this.low[this.length] = low;
    this.high[this.length] = high;
    this.slots[slot] = this.length + 1;
    return this.length++;
  }

  /** The same of the address before, within the call that returns to this one, if `isReturned`. */
  internMoved(low: number, high: number, isReturned: boolean): number {
    if (!isReturned) return this.intern(low, high);
    return this.intern((low - 1) >>> 0, low === 0 ? (high - 1) >>> 0 : high);
  }

  /** The index of the address, or -1. */
  find(low: number, high: number): number {
    return this.slots[this.slotOf(low, high)]! - 1;
  }

  address(index: number): bigint {
    return (BigInt(this.high[index]!) << 32n) | BigInt(this.low[index]!);
  }

  /** Bits 0–31 and 32–63 of an address. */
  halves(index: number): readonly [low: number, high: number] {
    return [this.low[index]!, this.high[index]!];
  }

  /** Whether address `a` is the one behind address `b`. */
  isNext(a: number, b: number): boolean {
    const carries = this.low[b] === 0xffffffff;
    const low = carries ? 0 : this.low[b]! + 1;
    const high = carries ? (this.high[b]! + 1) >>> 0 : this.high[b];
    return this.low[a] === low && this.high[a] === high;
  }

  private slotOf(low: number, high: number): number {
    const mask = this.slots.length - 1;
    const hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const index = this.slots[slot]! - 1;
      if (index < 0 || (this.low[index] === low >>> 0 && this.high[index] === high >>> 0)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const capacity = this.low.length * 2;
    this.low = grown(this.low, capacity);
    this.high = grown(this.high, capacity);
    this.slots = new Int32Array(capacity * 4);
    for (let i = 0; i < this.length; i++) {
      this.slots[this.slotOf(this.low[i]!, this.high[i]!)] = i + 1;
    }
  }
}

function grown(column: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(capacity);
  bigger.set(column);
  return bigger;
}
