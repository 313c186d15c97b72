/**
 * One value of one moment, a row a sample: what a picture adds up. For a heap profile each row is
 * scaled by the sampling of its Go version, as the report's own numbers are.
 */
import { type Estimate, Estimator } from "../../../analyze/sampling/estimate.ts";
import {
  addSample,
  emptyMoments,
  ObjectWeights,
} from "../../../analyze/sampling/sample-moments.ts";
import type { CodeModel, HeapSamplesModel, MomentModel, ObjectColumns } from "./code-model.ts";

export interface SampleRows {
  readonly stack: Int32Array;
  readonly value: Float64Array;
  /** Variance of each value; null: values are counted, not sampled. */
  readonly variance: Float64Array | null;
  /** The estimate of the rows that are chosen; null: see variance. */
  readonly estimate: ((isChosen: (row: number) => boolean) => Estimate) | null;
  readonly isBytes: boolean;
}

/** undefined where that moment has no such value. */
export function sampleRows(
  model: CodeModel,
  moment: MomentModel,
  value: string,
): SampleRows | undefined {
  const { samples } = moment;
  if (samples !== null) return heapRows(moment, samples, value);
  const column = model.values.findIndex(({ name }) => name === value);
  const values = moment.values?.[column];
  if (values === undefined) return undefined;
  const isBytes = model.values[column]?.unit === "bytes";
  return { stack: moment.stack, value: values, variance: null, estimate: null, isBytes };
}

function heapRows(
  { stack }: MomentModel,
  samples: HeapSamplesModel,
  name: string,
): SampleRows | undefined {
  const objects = name.startsWith("alloc") ? samples.alloc : samples.inuse;
  if (objects === null) return undefined;
  const isBytes = name.endsWith("_space");
  const weights = new ObjectWeights(samples.rate, samples.law);
  const { size, count } = objects;
  const value = new Float64Array(stack.length);
  const variance = new Float64Array(stack.length);
  for (let i = 0; i < stack.length; i++) {
    if (count[i] === 0) continue;
    const weight = weights.of(size[i]!);
    const scale = isBytes ? weight.size : 1;
    value[i] = count[i]! * weight.objects * scale;
    variance[i] = Math.abs(count[i]!) * weight.variance * scale * scale;
  }
  return { stack, value, variance, estimate: estimateOf(objects, weights), isBytes };
}

function estimateOf(
  { size, count }: ObjectColumns,
  weights: ObjectWeights,
): NonNullable<SampleRows["estimate"]> {
  const estimator = new Estimator(weights);
  return (isChosen) => {
    const moments = emptyMoments(1);
    for (let i = 0; i < count.length; i++) {
      if (count[i] !== 0 && isChosen(i)) addSample(moments, 0, count[i]!, weights.of(size[i]!));
    }
    return estimator.estimate(moments, 0);
  };
}
