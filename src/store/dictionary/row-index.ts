/**
 * Finds rows of a table by a hash of their key: chains of rows in typed arrays, no object a row. The
 * table compares the keys itself:
 *
 *   let row = index.first(hash);
 *   while (row >= 0 && !isIt(row)) row = index.next(row);
 */
import { Int32Column } from "../../base/columns.ts";
import { hashPair } from "../../base/hash-pair.ts";

const FIRST_BITS = 4;

export class RowIndex {
  private readonly hashes = new Int32Column(4);
  /** The row before in the same chain, or -1. */
  private readonly links = new Int32Column(4);
  /** The last row of each chain + 1, so that 0 is an empty chain. */
  private heads = new Int32Array(1 << FIRST_BITS);
  private shift = 32 - FIRST_BITS;

  get length(): number {
    return this.hashes.length;
  }

  first(hash: number): number {
    return this.heads[hash >>> this.shift] - 1;
  }

  next(row: number): number {
    return this.links.data[row];
  }

  hashOf(row: number): number {
    return this.hashes.data[row];
  }

  /** Enters the next row. */
  add(hash: number): number {
    if (this.length === this.heads.length) this.grow();
    const row = this.hashes.push(hash);
    this.links.push(0);
    this.link(row);
    return row;
  }

  /** Enters a row that nobody looks for, so that the next one has its number. */
  skip(): void {
    // Many of them are spread over all chains.
    this.add(hashPair(this.length, -1));
  }

  /** Gives back room that the next rows would seldom need. */
  trim(): void {
    this.hashes.trim();
    this.links.trim();
  }

  private link(row: number): void {
    const chain = this.hashOf(row) >>> this.shift;
    this.links.data[row] = this.heads[chain] - 1;
    this.heads[chain] = row + 1;
  }

  private grow(): void {
    this.shift--;
    this.heads = new Int32Array(this.heads.length * 2);
    for (let row = 0; row < this.length; row++) this.link(row);
  }
}
