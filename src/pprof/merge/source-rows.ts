/**
 * Which row of the result each row of one source becomes, found when a sample first needs it: what
 * no sample uses is not in the result, and what is gets its ids in the order of first use.
 */
import { halvesOf } from "../../base/uint64-column.ts";
import type { Profile } from "../../model/profile.ts";
import type { StackTree } from "../../model/stack-tree.ts";
import { PooledStrings, type StringPool } from "../../model/string-pool.ts";
import type { MergedFunctions } from "./merged-functions.ts";
import type { LocationTarget, MergedLocations } from "./merged-locations.ts";
import type { MergedMappings } from "./merged-mappings.ts";

export interface MergedTables {
  readonly strings: StringPool;
  readonly mappings: MergedMappings;
  readonly functions: MergedFunctions;
  readonly locations: MergedLocations;
  readonly stacks: StackTree;
}

const NOWHERE = new Int32Array(2);

export class SourceRows {
  readonly strings: PooledStrings;
  private readonly source: Profile;
  private readonly tables: MergedTables;
  private readonly addresses: Int32Array;
  /** By mapping, -1 is that of the locations that have none. */
  private readonly targets = new Map<number, LocationTarget>();
  /** A row of the result + 1, or 0 where there is none yet. */
  private readonly functionRows: Int32Array;
  private readonly locationRows: Int32Array;
  private readonly stackRows: Int32Array;
  private readonly path: number[] = [];

  constructor(source: Profile, tables: MergedTables) {
    this.source = source;
    this.tables = tables;
    this.strings = new PooledStrings(source.strings, tables.strings);
    this.addresses = halvesOf(source.locations.address);
    this.functionRows = new Int32Array(source.functions.length);
    this.locationRows = new Int32Array(source.locations.length);
    this.stackRows = new Int32Array(source.stacks.length);
  }

  mappingOf(row: number): LocationTarget {
    let target = this.targets.get(row);
    if (target === undefined) {
      target = row < 0 ? this.noMapping() : this.addMapping(row);
      this.targets.set(row, target);
    }
    return target;
  }

  /** -1 of a stack without locations. */
  stackOf(row: number): number {
    if (row < 0) return -1;
    const known = this.stackRows[row];
    return known !== 0 ? known - 1 : this.addStack(row);
  }

  /** From the leaf on, in whose order locations are numbered; then down again, as stacks are made. */
  private addStack(leaf: number): number {
    const { path, stackRows, tables } = this;
    const { prefix, location } = this.source.stacks;
    let row = leaf;
    for (; row >= 0 && stackRows[row] === 0; row = prefix[row]) {
      path.push(row);
      this.locationOf(location[row]);
    }
    let merged = row < 0 ? -1 : stackRows[row] - 1;
    for (let next = path.pop(); next !== undefined; next = path.pop()) {
      merged = tables.stacks.child(merged, this.locationOf(location[next]));
      stackRows[next] = merged + 1;
    }
    return merged;
  }

  private locationOf(row: number): number {
    const known = this.locationRows[row];
    if (known !== 0) return known - 1;
    const target = this.mappingOf(this.source.locations.mapping[row]);
    const added = this.tables.locations.add(this.source, row, this.addresses, target);
    this.locationRows[row] = added + 1;
    return added;
  }

  private readonly functionOf = (row: number): number => {
    const known = this.functionRows[row];
    if (known !== 0) return known - 1;
    const added = this.tables.functions.add(this.source, row, this.strings);
    this.functionRows[row] = added + 1;
    return added;
  };

  private noMapping(): LocationTarget {
    return { mapping: -1, from: NOWHERE, to: NOWHERE, functionOf: this.functionOf };
  }

  private addMapping(row: number): LocationTarget {
    const { mappings } = this.tables;
    const mapping = mappings.add(this.source, row, this.strings);
    return {
      mapping,
      from: halvesOf(BigUint64Array.of(this.source.mappings.start[row])),
      to: halvesOf(BigUint64Array.of(mappings.startOf(mapping))),
      functionOf: this.functionOf,
    };
  }
}
