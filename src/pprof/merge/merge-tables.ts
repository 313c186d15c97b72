/**
 * Adds up profiles of the same value types: samples of the same stack and the same labels are one,
 * and what no sample uses goes. Everything that the sources share is one row of the result, so that
 * a merge costs what is in them once, and nothing a sample but two look-ups.
 */
import type { Profile } from "../../model/profile.ts";
import { sealProfile } from "../../model/seal-profile.ts";
import { StackTree } from "../../model/stack-tree.ts";
import { StringPool } from "../../model/string-pool.ts";
import { PairTable } from "../graph/pair-table.ts";
import { LabelSets } from "./label-sets.ts";
import { mergeHeaders } from "./merge-headers.ts";
import { MergedFunctions } from "./merged-functions.ts";
import { MergedLocations } from "./merged-locations.ts";
import { MergedMappings } from "./merged-mappings.ts";
import { type MergedTables, SourceRows } from "./source-rows.ts";
import { SumColumn } from "./sum-column.ts";

/** At least one profile. Throws RES_USAGE where their types differ. */
export function mergeTables(profiles: readonly Profile[]): Profile {
  const header = mergeHeaders(profiles);
  const merger = new Merger(header.valueTypes.length);
  for (const profile of profiles) merger.add(profile);
  const merged = sealProfile({ ...header, ...merger.finish() });
  // What adds up to nothing is left out with all that only it needs, which numbers the rest anew.
  return merger.hasZeroSample() ? mergeTables([merged]) : merged;
}

class Merger {
  private readonly tables: MergedTables = {
    strings: new StringPool(),
    mappings: new MergedMappings(),
    functions: new MergedFunctions(),
    locations: new MergedLocations(),
    stacks: new StackTree(),
  };
  private readonly labelSets = new LabelSets();
  /** Pairs of a stack + 1 and a set of labels. */
  private readonly samples = new PairTable();
  private readonly sums: readonly SumColumn[];

  constructor(valueTypes: number) {
    this.sums = Array.from({ length: valueTypes }, () => new SumColumn());
  }

  add(profile: Profile): void {
    const { samples, mappings } = profile;
    const rows = new SourceRows(profile, this.tables);
    // The first mapping is the program, whatever the first sample is in.
    if (this.tables.mappings.length === 0 && mappings.length > 0) rows.mappingOf(0);
    for (let i = 0; i < samples.length; i++) {
      if (isZeroSample(profile, i)) continue;
      const stack = rows.stackOf(samples.stack[i]);
      const [start, end] = [samples.labelStart[i], samples.labelStart[i + 1]];
      const set = this.labelSets.find(profile, start, end, rows.strings);
      this.addSample(profile, i, stack, set);
    }
  }

  hasZeroSample(): boolean {
    for (let row = 0; row < this.samples.length; row++) {
      if (this.sums.every((column) => column.isZero(row))) return true;
    }
    return false;
  }

  finish(): Omit<Profile, keyof ReturnType<typeof mergeHeaders>> {
    const { strings, mappings, functions, locations, stacks } = this.tables;
    const { length } = this.samples;
    const sets = this.samples.second.subarray(0, length);
    const { labels, labelStart } = this.labelSets.finish(sets);
    return {
      samples: {
        length,
        stack: this.samples.first.slice(0, length).map((stack) => stack - 1),
        values: this.sums.map((column) => column.finish(length)),
        labelStart,
      },
      labels,
      stacks: {
        length: stacks.length,
        prefix: stacks.prefix.subarray(0, stacks.length),
        location: stacks.location.subarray(0, stacks.length),
      },
      ...locations.finish(),
      functions: functions.finish(),
      mappings: mappings.finish(),
      strings: strings.finish(),
    };
  }

  private addSample({ samples }: Profile, sample: number, stack: number, set: number): void {
    const before = this.samples.length;
    const row = this.samples.find(stack + 1, set);
    for (let i = 0; i < this.sums.length; i++) {
      const value = samples.values[i][sample];
      if (row === before) this.sums[i].set(row, value);
      else this.sums[i].add(row, value);
    }
  }
}

function isZeroSample({ samples }: Profile, sample: number): boolean {
  for (const column of samples.values) if (column[sample]) return false;
  return true;
}
