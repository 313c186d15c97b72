/** How one report says its values: divided as asked, from the profile's unit in the report's. */
import { truncate } from "./go-number.ts";
import { scaledLabel } from "./label.ts";

export interface ValueFormat {
  readonly sampleUnit: string;
  /** A unit, or `minimum` or `auto`: each value in the unit that suits it. */
  readonly outputUnit: string;
  /** 1 / divide_by. */
  readonly ratio: number;
}

export function formatValue(value: number, { sampleUnit, outputUnit, ratio }: ValueFormat): string {
  return scaledLabel(divided(value, ratio), sampleUnit, outputUnit);
}

/** The value after division, towards zero. */
export function divided(value: number, ratio: number): number {
  return ratio > 0 && ratio !== 1 ? truncate(value * ratio) : value;
}
