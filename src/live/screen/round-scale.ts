/** The end of a scale: a round number not much above what has to fit, so that it seldom jumps. */
const STEPS = [1, 1.5, 2, 3, 4, 5, 7.5, 10] as const;

/** @param unit of the roundness, e.g. a MiB */
export function roundScale(most: number, unit: number): number {
  const value = Math.max(most / unit, 1);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((one) => one * power >= value) ?? 10;
  return step * power * unit;
}
