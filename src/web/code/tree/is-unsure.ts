/** What the samples do not bear out: hatched in the picture. */
import { FEWEST_SAMPLES } from "../../../analyze/sampling/estimate.ts";
import type { CallTree } from "./call-tree.ts";

/** A normal variable lies within 1.96 standard deviations with 95 %. */
const REACH = 1.96;

/**
 * True where so few objects were sampled that the number says little; in a comparison, where the
 * change may be none at all.
 */
export function isUnsure({ variance, total, base }: CallTree, node: number): boolean {
  if (variance === null) return false;
  if (base === null) return variance[node]! * FEWEST_SAMPLES > total[node]! * total[node]!;
  const change = total[node]! - base[node]!;
  return change !== 0 && change * change < REACH * REACH * variance[node]!;
}
