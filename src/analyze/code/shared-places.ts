/**
 * Places in the source that several profiles have in common, so that sums of one can be set against
 * sums of another: a row is a function, file and line, whatever number each profile has for it.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { StackFrame } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import { Estimator } from "../sampling/estimate.ts";
import type { Population } from "../sampling/recover-samples.ts";
import {
  addSample,
  emptyMoments,
  ObjectWeights,
  type SampleMoments,
} from "../sampling/sample-moments.ts";
import { samplingLaw } from "../sampling/sampling-law.ts";
import { callersOf } from "./callers.ts";
import { Frames, type Granularity } from "./frames.ts";
import { HeapSamples } from "./heap-samples.ts";
import { sumByOwner } from "./place-sums.ts";
import { StackOwners } from "./stack-owners.ts";

interface Side {
  readonly frames: Frames;
  readonly owners: StackOwners;
  /** Row by place of this profile. */
  readonly rows: readonly number[];
}

export class SharedPlaces {
  readonly profiles: readonly Profile[];
  readonly places: StackFrame[] = [];
  private readonly go: GoVersion | undefined;
  private readonly sides: readonly Side[];
  private readonly rowByText = new Map<string, number>();

  constructor(profiles: readonly Profile[], go: GoVersion | undefined, granularity: Granularity) {
    this.profiles = profiles;
    this.go = go;
    this.sides = profiles.map((profile) => {
      const frames = new Frames(profile, granularity);
      const owners = new StackOwners(profile, frames);
      return { frames, owners, rows: frames.places.map((place) => this.rowOf(place)) };
    });
  }

  /** The row behind the places, for all samples together. */
  get totalRow(): number {
    return this.places.length;
  }

  /** Makes estimates of sums of one profile's samples. */
  estimator(side: number): Estimator {
    return new Estimator(new ObjectWeights(this.profiles[side].period, samplingLaw(this.go)));
  }

  /** Sums of one profile's samples by the place that allocated. */
  sums(side: number, population: Population): SampleMoments {
    const samples = new HeapSamples(this.profiles[side], this.go, population);
    const { owners, rows } = this.sides[side];
    const moments = emptyMoments(this.totalRow + 1);
    samples.forEach((stack, count, weight) => {
      addSample(moments, this.totalRow, count, weight);
      if (stack < 0) return;
      addSample(moments, rows[owners.placeOf(owners.ownerOf(stack))], count, weight);
    });
    return moments;
  }

  /** The row of a place, or -1. */
  find(place: StackFrame): number {
    return this.rowByText.get(keyOf(place)) ?? -1;
  }

  /** Who called a place where it has the most of one profile's samples, innermost first. */
  callers(side: number, population: Population, row: number): StackFrame[] {
    const profile = this.profiles[side];
    const { frames, rows } = this.sides[side];
    const place = rows.indexOf(row);
    if (place < 0) return [];
    const samples = new HeapSamples(profile, this.go, population);
    const { heaviestStack } = sumByOwner(samples, frames);
    return callersOf(profile, frames, heaviestStack[place], place);
  }

  private rowOf(place: StackFrame): number {
    const key = keyOf(place);
    let row = this.rowByText.get(key);
    if (row === undefined) {
      row = this.places.push(place) - 1;
      this.rowByText.set(key, row);
    }
    return row;
  }
}

function keyOf(place: StackFrame): string {
  return `${place.function}\n${place.file}\n${place.line}`;
}
