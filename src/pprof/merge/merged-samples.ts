/**
 * The samples of merged profiles: those of one stack with the same labels are one. Most stacks have
 * the same labels in all their samples, so the first sample of a stack is found by the stack; the others
 * by a hash table that keeps hashes in its slots. The samples of a large profile come in no order, so that
 * each look-up waits for memory: it should do so once, in a small table.
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
  /** By stack + 1: its first sample + 1, or 0. */
  private first = new Int32Array(0);
  private slots = new Int32Array(2 * SLOT_SIZE);
  private shift = 31;
  /** Slots that are taken. */
  private taken = 0;

  /** Makes room for so many samples more, of so many stacks in all. */
  reserve(more: number, stacks: number): void {
    this.stack = grown(this.stack, this.length + more);
    this.labels = grown(this.labels, this.length + more);
    this.first = grown(this.first, stacks + 1);
  }

  /** The row of a stack with a set of labels; of a new sample the next one. */
  find(stack: number, labels: number): number {
    const first = this.first[stack + 1] - 1;
    if (first >= 0) return this.labels[first] === labels ? first : this.findOther(stack, labels);
    this.first[stack + 1] = this.length + 1;
    return this.add(stack, labels);
  }

  private findOther(stack: number, labels: number): number {
    const { slots, shift } = this;
    const mask = -1 >>> shift;
    const hash = hashPair(stack, labels);
    let slot = hash >>> shift;
    for (;;) {
      const at = slot * SLOT_SIZE;
      const row = slots[at] - 1;
      if (row < 0) {
        slots[at] = this.length + 1;
        slots[at + 1] = hash;
        if (++this.taken > FULL * (mask + 1)) this.growSlots();
        return this.add(stack, labels);
      }
      if (slots[at + 1] === hash && this.stack[row] === stack && this.labels[row] === labels) {
        return row;
      }
      slot = (slot + 1) & mask;
    }
  }

  private add(stack: number, labels: number): number {
    const row = this.length++;
    this.stack[row] = stack;
    this.labels[row] = labels;
    return row;
  }

  /** Twice the slots; what is in them says where it belongs. */
  private growSlots(): void {
    const old = this.slots;
    this.shift--;
    const mask = -1 >>> this.shift;
    this.slots = new Int32Array(old.length * 2);
    for (let from = 0; from < old.length; from += SLOT_SIZE) {
      if (old[from] === 0) continue;
      let slot = old[from + 1] >>> this.shift;
      while (this.slots[slot * SLOT_SIZE] !== 0) slot = (slot + 1) & mask;
      this.slots[slot * SLOT_SIZE] = old[from];
      this.slots[slot * SLOT_SIZE + 1] = old[from + 1];
    }
  }
}

function grown(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  if (length <= column.length) return column as Int32Array<ArrayBuffer>;
  const bigger = new Int32Array(Math.max(length, column.length * 2));
  bigger.set(column);
  return bigger;
}
