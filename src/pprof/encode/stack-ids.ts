/**
 * The ids of whole stacks as packed varints, leaf first. Those of the stacks near the roots, which many
 * have in common, are made once and copied; what is below them is written id by id.
 */
import type { Profile } from "../../model/profile.ts";
import { ProtoWriter } from "./proto-writer.ts";

/** The rows near the roots come first in the table of stacks; to keep all would be to keep the profile. */
const KEPT_STACKS = 4096;
const KEPT_BYTES = 2 ** 20;

export class StackIds {
  private readonly prefix: Int32Array;
  private readonly location: Int32Array;
  private readonly ids: Float64Array;
  /** Bytes of the stacks in the first rows, row after row; each begins at its place in `starts`. */
  private readonly kept: Uint8Array;
  private readonly starts: Int32Array;
  private keptRows = 0;

  constructor({ stacks, locations }: Profile) {
    this.prefix = stacks.prefix;
    this.location = stacks.location;
    this.ids = locations.id;
    const rows = Math.min(stacks.length, KEPT_STACKS);
    this.starts = new Int32Array(rows + 1);
    const writer = new ProtoWriter();
    for (let row = 0; row < rows && writer.length < KEPT_BYTES; row++) {
      for (let at = row; at >= 0; at = this.prefix[at]) writer.packed(this.ids[this.location[at]]);
      this.starts[row + 1] = writer.length;
      this.keptRows++;
    }
    this.kept = writer.take();
  }

  /** Adds the ids of a row of the stack table and of its callers. */
  addTo(writer: ProtoWriter, leaf: number): void {
    const { keptRows, prefix, location, ids } = this;
    let row = leaf;
    for (; row >= keptRows; row = prefix[row]) writer.packed(ids[location[row]]);
    if (row >= 0) writer.add(this.kept, this.starts[row], this.starts[row + 1]);
  }
}
