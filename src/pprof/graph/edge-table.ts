/** Edges between nodes by number, found by caller and callee, and what is added up for each. */
const FIRST_CAPACITY = 1024;

export class EdgeTable {
  length = 0;
  src = new Int32Array(FIRST_CAPACITY);
  dest = new Int32Array(FIRST_CAPACITY);
  weight = new Float64Array(FIRST_CAPACITY);
  /** 1 where the edge was once taken over nodes that are left out. */
  isResidual = new Uint8Array(FIRST_CAPACITY);
  /** 1 where a call was not inlined. */
  isCall = new Uint8Array(FIRST_CAPACITY);
  /** How often the edge is on the path of the walk. */
  onPath = new Int32Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY * 2);

  /** The number of the edge, a new one if there is none yet. */
  find(src: number, dest: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(src, dest) & mask;
    for (;;) {
      const edge = this.slots[slot] - 1;
      if (edge < 0) return this.add(src, dest);
      if (this.src[edge] === src && this.dest[edge] === dest) return edge;
      slot = (slot + 1) & mask;
    }
  }

  private add(src: number, dest: number): number {
    if (this.length === this.src.length) this.grow();
    const edge = this.length++;
    this.src[edge] = src;
    this.dest[edge] = dest;
    this.enter(edge);
    return edge;
  }

  private enter(edge: number): void {
    const mask = this.slots.length - 1;
    let slot = hashOf(this.src[edge], this.dest[edge]) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = edge + 1;
  }

  private grow(): void {
    const capacity = this.length * 2;
    this.src = copy(this.src, new Int32Array(capacity));
    this.dest = copy(this.dest, new Int32Array(capacity));
    this.weight = copy(this.weight, new Float64Array(capacity));
    this.isResidual = copy(this.isResidual, new Uint8Array(capacity));
    this.isCall = copy(this.isCall, new Uint8Array(capacity));
    this.onPath = copy(this.onPath, new Int32Array(capacity));
    this.slots = new Int32Array(capacity * 2);
    for (let edge = 0; edge < this.length; edge++) this.enter(edge);
  }
}

function hashOf(src: number, dest: number): number {
  const mixed = Math.imul(src, 0x9e3779b1) + Math.imul(dest, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function copy<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
