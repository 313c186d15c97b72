/**
 * The samples of a binary CPU profile: for each its count, the number of its frames, and their
 * addresses, leaf first; at the end one of count 0 with the single address 0.
 *
 * All are kept until the last is read, since what frames the signal handler left in them is only
 * seen from all of them.
 */
import { Int32Column } from "../../base/columns.ts";
import { AddressTable } from "./address-table.ts";
import type { LegacySamples } from "./legacy-samples.ts";
import { type Int64, multiply, wrap } from "./text/int64.ts";
import type { WordReader } from "./word-reader.ts";

/** A handler pushes up to two frames. */
const MAX_HANDLER_FRAMES = 2;
/** One sample of so many may be without them. */
const SIMILAR_SAMPLES = 32;
const BYTES_A_SHORT_WORD = 4;

export class BinarySamples {
  private readonly counts: Int64[] = [];
  private readonly addresses = new AddressTable();
  /** The addresses of all samples, and where each sample begins and ends. */
  private readonly frames = new Int32Column();
  private readonly starts = new Int32Column();
  private readonly ends = new Int32Column();

  /**
   * Reads up to the end mark, or all bytes. False where they are no samples.
   * `areReturned`: callers have return addresses, which are moved back by 1 into the call.
   */
  read(words: WordReader, areReturned: boolean): boolean {
    while (words.left > 0) {
      words.next();
      const count = wrap(words.value());
      const hasDepth = words.next();
      const depth = words.high * 2 ** 32 + words.low;
      if (!hasDepth || depth > words.left / BYTES_A_SHORT_WORD) return false;
      if (this.readStack(words, depth, count, areReturned)) break;
    }
    return true;
  }

  /**
   * Takes out the frame behind the leaf while nearly all samples have the same one: it is the
   * signal handler's.
   */
  dropHandlerFrames(): void {
    for (let i = 0; i < MAX_HANDLER_FRAMES; i++) {
      const frame = this.commonSecondFrame();
      if (frame >= 0) this.dropSecondFrame(frame);
    }
  }

  /** `period`: nanoseconds a count stands for. Repeated leaves go where callers were moved back. */
  addTo(samples: LegacySamples, period: Int64, areReturned: boolean): void {
    const { frames, addresses } = this;
    for (const [i, count] of this.counts.entries()) {
      for (let at = this.starts.data[i]!; at < this.ends.data[i]!; at++) {
        const [low, high] = addresses.halves(frames.data[at]!);
        samples.addFrame(samples.locate(low, high, false));
      }
      if (areReturned) samples.dropRepeatedLeaf();
      samples.endSample([count, multiply(count, period)]);
    }
  }

  /** True at the end mark, which is no sample. */
  private readStack(words: WordReader, depth: number, count: Int64, areReturned: boolean) {
    const start = this.frames.length;
    for (let i = 0; i < depth; i++) {
      words.next();
      const isReturned = areReturned && i > 0;
      this.frames.push(this.addresses.internMoved(words.low, words.high, isReturned));
    }
    const isMark = count === 0 && depth === 1 && (words.low | words.high) === 0;
    if (isMark) return true;
    this.counts.push(count);
    this.starts.push(start);
    this.ends.push(this.frames.length);
    return false;
  }

  /** What (nearly) all samples have behind their leaf, or -1. */
  private commonSecondFrame(): number {
    const samples = this.counts.length;
    const wanted = samples - Math.floor(samples / SIMILAR_SAMPLES);
    const counts = new Int32Array(this.addresses.length);
    for (let i = 0; i < samples; i++) {
      const second = this.secondFrame(i);
      if (second >= 0 && ++counts[second]! >= wanted) return second;
    }
    return -1;
  }

  private dropSecondFrame(frame: number): void {
    for (let i = 0; i < this.counts.length; i++) {
      if (this.secondFrame(i) !== frame) continue;
      const start = this.starts.data[i]!++;
      this.frames.data[start + 1] = this.frames.data[start]!;
    }
  }

  private secondFrame(sample: number): number {
    const start = this.starts.data[sample]!;
    return this.ends.data[sample]! - start > 1 ? this.frames.data[start + 1]! : -1;
  }
}
