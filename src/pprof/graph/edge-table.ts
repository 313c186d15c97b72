/** Edges between nodes by number, found by caller and callee, and what is added up for each. */
import { PairTable } from "./pair-table.ts";

const FIRST_CAPACITY = 1024;

export class EdgeTable {
  weight = new Float64Array(FIRST_CAPACITY);
  /** 1 where the edge was once taken over nodes that are left out. */
  isResidual = new Uint8Array(FIRST_CAPACITY);
  /** 1 where a call was not inlined. */
  isCall = new Uint8Array(FIRST_CAPACITY);
  /** How often the edge is on the path of the walk. */
  onPath = new Int32Array(FIRST_CAPACITY);
  private readonly pairs = new PairTable();

  get length(): number {
    return this.pairs.length;
  }

  get src(): Int32Array {
    return this.pairs.first;
  }

  get dest(): Int32Array {
    return this.pairs.second;
  }

  /** The number of the edge, a new one if there is none yet. */
  find(src: number, dest: number): number {
    const edge = this.pairs.find(src, dest);
    if (edge === this.weight.length) this.grow();
    return edge;
  }

  private grow(): void {
    const capacity = this.weight.length * 2;
    this.weight = copy(this.weight, new Float64Array(capacity));
    this.isResidual = copy(this.isResidual, new Uint8Array(capacity));
    this.isCall = copy(this.isCall, new Uint8Array(capacity));
    this.onPath = copy(this.onPath, new Int32Array(capacity));
  }
}

function copy<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
