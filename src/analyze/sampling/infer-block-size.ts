/**
 * The size of the objects behind one sample of a profile.proto, where no `bytes` label says it (Go
 * 1.8) or not exactly (Go 1.9–1.11). All objects of a bucket have the same size s; k of them were
 * recorded, and the runtime wrote objects = ⌊k·f⌋ and space = ⌊k·s·f⌋ with f = 1 / (1 − e^(−s/R)).
 * For large s their quotient is not s, because ⌊k·f⌋ has lost up to one object: with k = 1 and
 * s = R, 1.58 becomes 1.
 */
import { writtenProbability } from "./sampling-law.ts";

/** Above this the lost fraction of an object is below half a percent. */
const MANY_OBJECTS = 200;
/** Sizes are multiples of 8, and above 32 KiB of a page of 8 KiB. */
const LARGE = 32 << 10;

export function inferBlockSize(objects: number, space: number, rate: number): number {
  const average = space / objects;
  if (rate <= 1) return average;
  if (objects > MANY_OBJECTS) return toSizeClass(average, average / objects);
  let best = average;
  let bestMisfit = Number.POSITIVE_INFINITY;
  for (let k = 1; k <= objects; k++) {
    const size = sizeOfWeight(space / k, rate);
    if (size === 0 || Math.trunc(k / writtenProbability(size, rate)) !== objects) continue;
    const misfit = Math.abs(size - sizeClassNear(size)) / unitOf(size);
    if (misfit < bestMisfit) {
      best = size;
      bestMisfit = misfit;
    }
  }
  // Less than a byte of space was lost, and a byte of weight is at most two of size.
  return toSizeClass(best, 2);
}

function unitOf(size: number): number {
  return size > LARGE ? 8192 : 8;
}

function sizeClassNear(size: number): number {
  const unit = unitOf(size);
  return unit * Math.max(1, Math.round(size / unit));
}

/** The size class within `reach` bytes, else the size as it is (several sizes were merged). */
function toSizeClass(size: number, reach: number): number {
  const near = sizeClassNear(size);
  return Math.abs(size - near) <= reach ? near : size;
}

/** Solves s / (1 − e^(−s/R)) = weight for s by Newton's method; 0 where the weight is below R. */
function sizeOfWeight(weight: number, rate: number): number {
  if (weight <= rate) return 0;
  let size = weight;
  for (let i = 0; i < 50; i++) {
    const decay = Math.exp(-size / rate);
    const value = size - weight * (1 - decay);
    const next = size - value / (1 - (weight / rate) * decay);
    if (Math.abs(next - size) < 1e-9 * size) return next;
    size = next;
  }
  return size;
}
