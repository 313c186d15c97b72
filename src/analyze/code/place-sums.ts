/** Samples added up by place in the source: where they were allocated, or wherever they passed. */
import type { Profile } from "../../model/profile.ts";
import { addSample, emptyMoments, type SampleMoments } from "../sampling/sample-moments.ts";
import type { Frames } from "./frames.ts";
import type { HeapSamples } from "./heap-samples.ts";
import { StackOwners } from "./stack-owners.ts";

/** Sums by place, and the stack that brought each place the most bytes (-1: none). */
export interface PlaceSums {
  /** One row a place (index of Frames.places), and a last one for all samples. */
  readonly moments: SampleMoments;
  readonly heaviestStack: Int32Array;
}

/** Each sample counted for the place that allocated (stack-owners.ts). */
export function sumByOwner(samples: HeapSamples, frames: Frames): PlaceSums {
  const { profile } = samples;
  const owners = new StackOwners(profile, frames);
  const total = frames.places.length;
  const moments = emptyMoments(total + 1);
  const byStack = new Float64Array(profile.stacks.length);
  samples.forEach((stack, count, weight) => {
    addSample(moments, total, count, weight);
    if (stack < 0) return;
    const owner = owners.ownerOf(stack);
    addSample(moments, owners.placeOf(owner), count, weight);
    // Leaves that differ only in runtime frames are one stack to the reader.
    byStack[owner] += count * weight.objects * weight.size;
  });
  return { moments, heaviestStack: heaviestByPlace(owners, byStack, total) };
}

function heaviestByPlace(owners: StackOwners, byStack: Float64Array, places: number): Int32Array {
  const heaviest = new Int32Array(places).fill(-1);
  for (let stack = 0; stack < byStack.length; stack++) {
    if (byStack[stack] === 0) continue;
    const place = owners.placeOf(stack);
    const known = heaviest[place];
    if (known < 0 || byStack[stack] > byStack[known]) heaviest[place] = stack;
  }
  return heaviest;
}

/** Each sample counted for every place on its stack, once each however often it recurs. */
export function sumByAny(samples: HeapSamples, frames: Frames): PlaceSums {
  const { stacks } = samples.profile;
  const rows = countPlaces(samples.profile, frames);
  const moments = emptyMoments(rows + 1);
  const heaviestStack = new Int32Array(rows).fill(-1);
  const heaviest = new Float64Array(rows);
  const lastSample = new Int32Array(rows).fill(-1);
  let sample = 0;
  samples.forEach((leaf, count, weight) => {
    addSample(moments, rows, count, weight);
    const bytes = count * weight.objects * weight.size;
    for (let stack = leaf; stack >= 0; stack = stacks.prefix[stack]) {
      frames.forEachFrame(stacks.location[stack], (frame) => {
        const place = frames.placeOf(frame);
        if (lastSample[place] === sample) return;
        lastSample[place] = sample;
        addSample(moments, place, count, weight);
        if (bytes > heaviest[place]) {
          heaviest[place] = bytes;
          heaviestStack[place] = stack;
        }
      });
    }
    sample++;
  });
  return { moments, heaviestStack };
}

/** Names every frame of the profile, so that there are as many rows as sums can need. */
function countPlaces(profile: Profile, frames: Frames): number {
  for (let location = 0; location < profile.locations.length; location++) {
    frames.forEachFrame(location, (frame) => frames.placeOf(frame));
  }
  return frames.places.length;
}
