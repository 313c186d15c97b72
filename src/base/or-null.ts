/** Numbers as results have them: null for one that is not known, since JSON knows no NaN. */
export function knownOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** null also for what has no bound, such as the goal of a collector that is off. */
export function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
