/** How the file numbers the laws of sampling. New ones come at the end. */
import type { SamplingLaw } from "../../../analyze/sampling/sampling-law.ts";

export const SAMPLING_LAWS: readonly SamplingLaw[] = ["exponential", "large-always", "uniform"];
