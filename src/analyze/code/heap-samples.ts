/**
 * The samples of a heap profile ready to be added up: the raw counts of one population, each with
 * the weight that the Go version's sampling gives it. What sums samples by place (code-lines.ts,
 * list.ts, diff.ts) starts here, so that they cannot disagree.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import type { HeapValueName } from "../../model/results.ts";
import { type Estimate, Estimator } from "../sampling/estimate.ts";
import { withoutFirstOfP } from "../sampling/first-of-p.ts";
import {
  type Population,
  type RecoveredSamples,
  recoverSamples,
} from "../sampling/recover-samples.ts";
import {
  addSample,
  emptyMoments,
  type ObjectWeight,
  ObjectWeights,
  type SampleMoments,
} from "../sampling/sample-moments.ts";
import { samplingLaw } from "../sampling/sampling-law.ts";

export class HeapSamples {
  readonly profile: Profile;
  private readonly weights: ObjectWeights;
  private readonly estimator: Estimator;
  private readonly samples: RecoveredSamples;

  /** @throws ResidentError RES_NO_DATA where the profile lacks that population */
  constructor(profile: Profile, go: GoVersion | undefined, population: Population) {
    this.profile = profile;
    this.weights = new ObjectWeights(profile.period, samplingLaw(go));
    this.estimator = new Estimator(this.weights);
    this.samples = withoutFirstOfP(profile, recoverSamples(profile, population), go);
  }

  /** Each sample with its leaf stack (-1 for none), its count and the weight of one object. */
  forEach(visit: (stack: number, count: number, weight: ObjectWeight) => void): void {
    const { stack } = this.profile.samples;
    const { count, size, length } = this.samples;
    for (let i = 0; i < length; i++) {
      if (count[i] !== 0) visit(stack[i], count[i], this.weights.of(size[i]));
    }
  }

  /** Sums by row; `rowOf` gives a stack's row, or -1 to leave the sample out. */
  sumBy(rows: number, rowOf: (stack: number) => number): SampleMoments {
    const moments = emptyMoments(rows);
    this.forEach((stack, count, weight) => {
      const row = rowOf(stack);
      if (row >= 0) addSample(moments, row, count, weight);
    });
    return moments;
  }

  /** The estimate for a row of sums made of these samples. */
  estimate(moments: SampleMoments, row: number): Estimate {
    return this.estimator.estimate(moments, row);
  }
}

export function populationOf(value: HeapValueName): Population {
  return value.startsWith("inuse") ? "inuse" : "alloc";
}
