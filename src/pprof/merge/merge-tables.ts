/**
 * Adds up profiles of the same value types: samples of the same stack and the same labels are one,
 * and what no sample uses goes. Everything that the sources share is one row of the result. Each step
 * is a loop over the columns of a source, so that a merge costs little more than reading them.
 */
import type { Profile } from "../../model/profile.ts";
import type { ProfileHeader } from "../../model/profile-builder.ts";
import { sealProfile } from "../../model/seal-profile.ts";
import { StringPool } from "../../model/string-pool.ts";
import { LabelSets } from "./label-sets.ts";
import { mergeHeaders } from "./merge-headers.ts";
import { MergedFunctions } from "./merged-functions.ts";
import { MergedLocations } from "./merged-locations.ts";
import { MergedMappings } from "./merged-mappings.ts";
import { MergedSamples } from "./merged-samples.ts";
import { MergedStacks } from "./merged-stacks.ts";
import { type MergedTables, SourceRows } from "./source-rows.ts";
import { SumColumn } from "./sum-column.ts";

/**
 * At least one profile. Samples of profiles from `baseFrom` on get a label that says that they are of
 * the base. Throws RES_USAGE where the types differ.
 */
export function mergeTables(profiles: readonly Profile[], baseFrom = profiles.length): Profile {
  const header = mergeHeaders(profiles);
  const merger = new Merger(header.valueTypes.length);
  for (const [i, profile] of profiles.entries()) merger.add(profile, i >= baseFrom);
  const merged = sealProfile({ ...header, ...merger.finish() });
  // What adds up to nothing is left out with all that only it needs, which numbers the rest anew.
  return merger.hasZeroSample() ? mergeTables([merged]) : merged;
}

class Merger {
  private readonly tables: MergedTables;
  private readonly labelSets: LabelSets;
  private readonly samples = new MergedSamples();
  private readonly sums: readonly SumColumn[];

  constructor(valueTypes: number) {
    const strings = new StringPool();
    this.tables = {
      strings,
      mappings: new MergedMappings(),
      functions: new MergedFunctions(),
      locations: new MergedLocations(),
      stacks: new MergedStacks(),
    };
    this.labelSets = new LabelSets(strings);
    this.sums = Array.from({ length: valueTypes }, () => new SumColumn());
  }

  add(profile: Profile, isBase: boolean): void {
    const { samples, mappings } = profile;
    const source = new SourceRows(profile, this.tables);
    // The first mapping is the program, whatever the first sample is in.
    if (this.tables.mappings.length === 0 && mappings.length > 0) source.mappingOf(0);
    const isUsed = nonZeroSamples(profile);
    const stacks = source.stacksOf(isUsed);
    const sets = this.labelSets.find(profile, isUsed, source.strings, isBase);
    this.samples.reserve(samples.length, this.tables.stacks.length);
    const rows = take(stacks, samples.stack);
    for (let i = 0; i < rows.length; i++) {
      rows[i] = isUsed[i] === 0 ? -1 : this.samples.find(rows[i], sets[i]);
    }
    for (const [i, sum] of this.sums.entries()) {
      sum.reserve(this.samples.length);
      sum.add(rows, samples.values[i]!);
    }
  }

  hasZeroSample(): boolean {
    const { sums } = this;
    for (let row = 0; row < this.samples.length; row++) {
      let isZero = true;
      for (let i = 0; i < sums.length && isZero; i++) isZero = sums[i]!.isZero(row);
      if (isZero) return true;
    }
    return false;
  }

  finish(): Omit<Profile, keyof ProfileHeader> {
    const { strings, mappings, functions, locations, stacks } = this.tables;
    const { length } = this.samples;
    const { labels, labelStart } = this.labelSets.finish(this.samples.labels.subarray(0, length));
    return {
      samples: {
        length,
        stack: this.samples.stack.subarray(0, length),
        values: this.sums.map((column) => column.finish(length)),
        labelStart,
      },
      labels,
      stacks: stacks.finish(),
      ...locations.finish(),
      functions: functions.finish(),
      mappings: mappings.finish(),
      strings: strings.finish(),
    };
  }
}

/** By sample: 1 where some value is not 0. */
function nonZeroSamples({ samples }: Profile): Uint8Array {
  const isUsed = new Uint8Array(samples.length);
  for (const column of samples.values) {
    for (let i = 0; i < isUsed.length; i++) if (column[i]) isUsed[i] = 1;
  }
  return isUsed;
}

/** A loop of its own, in which the processor can wait for many at once. */
function take(stacks: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = rows[i] < 0 ? -1 : stacks[rows[i]];
  return taken;
}
