/**
 * A growable column of numbers that are mostly small whole multiples of a unit, such as MiB or µs,
 * in two bytes each. A block with one that does not fit becomes a block of four bytes each, or of
 * doubles, so that nothing is ever rounded: reading gives to the bit what was pushed. Blocks, because
 * a long column that doubles takes three times its size while it does.
 */
type Block = Uint16Array | Uint32Array | Float64Array;

const FEWEST = 64;
const BLOCK_BITS = 13;
const BLOCK = 1 << BLOCK_BITS;
const WITHIN = BLOCK - 1;
const NARROW = 2 ** 16;
const WIDE = 2 ** 32;

export class ScaledColumn {
  length = 0;
  private readonly unit: number;
  /** 1 / unit where that is a whole number, else 0. */
  private readonly divisor: number;
  private readonly blocks: Block[] = [];

  /** @param unit a whole number, or one whose inverse is whole (0.001) */
  constructor(unit: number) {
    this.unit = unit;
    this.divisor = unit < 1 ? Math.round(1 / unit) : 0;
  }

  push(value: number): void {
    const at = this.length++;
    const last = this.blocks[at >> BLOCK_BITS];
    if (last === undefined) this.blocks.push(new Uint16Array(at === 0 ? FEWEST : BLOCK));
    else if ((at & WITHIN) === last.length) this.grow(at >> BLOCK_BITS, last);
    else if (this.pushSmall(last, at & WITHIN, value)) return;
    this.set(at, value);
  }

  /** The usual case, in one go. */
  private pushSmall(block: Block, at: number, value: number): boolean {
    if (block.BYTES_PER_ELEMENT !== 2) return false;
    const code = Math.round(value / this.unit);
    const restored = this.divisor > 0 ? code / this.divisor : code * this.unit;
    if (!(code >= 0 && code < NARROW - 2 && restored === value)) return false;
    block[at] = code;
    return true;
  }

  get(at: number): number {
    return this.restore(this.blocks[at >> BLOCK_BITS]!, at & WITHIN);
  }

  set(at: number, value: number): void {
    const index = at >> BLOCK_BITS;
    const needed = this.codeLimit(value);
    let block = this.blocks[index]!;
    if (needed > limitOf(block)) block = this.widen(index, block, needed);
    block[at & WITHIN] = this.encode(value, limitOf(block));
  }

  /** The entries [from, to) in an array of their own. */
  slice(from: number, to: number): Float64Array {
    const values = new Float64Array(Math.max(0, to - from));
    for (let at = from; at < to; ) {
      const block = this.blocks[at >> BLOCK_BITS]!;
      const end = Math.min((at | WITHIN) + 1, to);
      for (; at < end; at++) values[at - from] = this.restore(block, at & WITHIN);
    }
    return values;
  }

  /** How many codes a block needs to have for this value: Infinity where only a double will do. */
  private codeLimit(value: number): number {
    if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY) return NARROW;
    const code = Math.round(value / this.unit);
    const isExact = (this.divisor > 0 ? code / this.divisor : code * this.unit) === value;
    if (!isExact || code < 0 || code >= WIDE - 2) return Number.POSITIVE_INFINITY;
    return code < NARROW - 2 ? NARROW : WIDE;
  }

  /** The two highest codes stand for what is no number of units. */
  private encode(value: number, limit: number): number {
    if (limit === Number.POSITIVE_INFINITY) return value;
    if (Number.isNaN(value)) return limit - 1;
    return value === Number.POSITIVE_INFINITY ? limit - 2 : Math.round(value / this.unit);
  }

  private restore(block: Block, at: number): number {
    const code = block[at]!;
    const limit = limitOf(block);
    if (limit === Number.POSITIVE_INFINITY) return code;
    if (code >= limit - 2) return code === limit - 1 ? Number.NaN : Number.POSITIVE_INFINITY;
    return this.divisor > 0 ? code / this.divisor : code * this.unit;
  }

  private widen(index: number, block: Block, needed: number): Block {
    const { length } = block;
    const wide = needed === WIDE ? new Uint32Array(length) : new Float64Array(length);
    const limit = limitOf(wide);
    for (let at = 0; at < length; at++) wide[at] = this.encode(this.restore(block, at), limit);
    this.blocks[index] = wide;
    return wide;
  }

  private grow(index: number, block: Block): void {
    const length = Math.min(BLOCK, block.length * 2);
    const bigger = newBlock(block, length);
    bigger.set(block);
    this.blocks[index] = bigger;
  }
}

/** Codes that fit into a block; Infinity for doubles, which are no codes. */
function limitOf(block: Block): number {
  const bytes = block.BYTES_PER_ELEMENT;
  return bytes === 2 ? NARROW : bytes === 4 ? WIDE : Number.POSITIVE_INFINITY;
}

function newBlock(like: Block, length: number): Block {
  if (like instanceof Uint16Array) return new Uint16Array(length);
  return like instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
}
