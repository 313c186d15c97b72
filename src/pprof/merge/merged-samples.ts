/**
 * The samples of merged profiles: those of one stack with the same labels are one. They are found by
 * a hash table that keeps hashes in its slots. The samples of a large profile come in no order, so that
 * each look-up waits for memory, and should do so once.
 */
import { hashPair } from "../../base/hash-pair.ts";

/** Of a slot: the sample + 1 (0 where it is free), and the hash of its stack and labels. */
const SLOT_SIZE = 2;
const FULL = 0.7;

export class MergedSamples {
  length = 0;
  /** By sample: its stack, -1 without locations, and the number of its labels. */
  stack = new Int32Array(0);
  labels = new Int32Array(0);
  private slots = new Int32Array(2 * SLOT_SIZE);
  private shift = 31;

  /** Makes room for so many samples more. */
  reserve(more: number): void {
    const samples = this.length + more;
    this.stack = grown(this.stack, samples);
    this.labels = grown(this.labels, samples);
    if (samples > FULL * 2 ** (32 - this.shift)) this.growSlots(samples + more);
  }

  /** The row of a stack with a set of labels; of a new sample the next one. */
  find(stack: number, labels: number): number {
    const { slots, shift } = this;
    const mask = -1 >>> shift;
    const hash = hashPair(stack, labels);
    let slot = hash >>> shift;
    for (;;) {
      const at = slot * SLOT_SIZE;
      const row = slots[at] - 1;
      if (row < 0) {
        slots[at + 1] = hash;
        return this.add(stack, labels, at);
      }
      if (slots[at + 1] === hash && this.stack[row] === stack && this.labels[row] === labels) {
        return row;
      }
      slot = (slot + 1) & mask;
    }
  }

  private add(stack: number, labels: number, at: number): number {
    const row = this.length++;
    this.stack[row] = stack;
    this.labels[row] = labels;
    this.slots[at] = row + 1;
    return row;
  }

  private growSlots(samples: number): void {
    const bits = Math.ceil(Math.log2(samples / FULL)) || 1;
    this.shift = 32 - bits;
    this.slots = new Int32Array(2 ** bits * SLOT_SIZE);
    const { length } = this;
    // Adds the same samples again, in the same rows.
    this.length = 0;
    for (let row = 0; row < length; row++) this.find(this.stack[row], this.labels[row]);
  }
}

function grown(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  if (length <= column.length) return column as Int32Array<ArrayBuffer>;
  const bigger = new Int32Array(Math.max(length, column.length * 2));
  bigger.set(column);
  return bigger;
}
