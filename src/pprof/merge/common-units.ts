/** Profiles that tell each value in the same unit: the finest of theirs, so that nothing is lost. */
import { ResidentError } from "../../base/errors.ts";
import type { Profile, ValueType } from "../../model/profile.ts";
import { sameFamily, scale } from "../measure/units.ts";
import { braced } from "./merge-headers.ts";
import { scaleValues } from "./scale-values.ts";

/** Of profiles with as many value types. Throws RES_USAGE where a unit can't be told in another. */
export function withCommonUnits(profiles: readonly Profile[]): readonly Profile[] {
  if (profiles.length < 2) return profiles;
  const period = finest(
    "period type",
    profiles.map(({ periodType }) => periodType),
  );
  const units = profiles[0]!.valueTypes.map((_, i) =>
    finest(
      "sample types",
      profiles.map(({ valueTypes }) => valueTypes[i]!),
    ),
  );
  return profiles.map((profile) => withUnits(profile, period, units));
}

function withUnits(profile: Profile, period: string, units: readonly string[]): Profile {
  const { periodType, valueTypes } = profile;
  if (periodType.unit === period && valueTypes.every(({ unit }, i) => unit === units[i])) {
    return profile;
  }
  const factors = valueTypes.map(({ unit }, i) => scale(1, unit, units[i]!).value);
  return scaleValues(
    {
      ...profile,
      period: Math.trunc(scale(profile.period, periodType.unit, period).value),
      periodType: { type: periodType.type, unit: period },
      valueTypes: Object.freeze(valueTypes.map(({ type }, i) => ({ type, unit: units[i]! }))),
    },
    factors,
  );
}

function finest(what: string, types: readonly ValueType[]): string {
  let least = types[0]!;
  for (const type of types.slice(1)) {
    if (!areComparable(least, type)) {
      const both = `${braced(least)} ${braced(type)}`;
      throw new ResidentError("RES_USAGE", `${what}: incompatible types: ${both}`);
    }
    if (scale(1, type.unit, least.unit).value < 1) least = type;
  }
  return least.unit;
}

/** A plural is the same type. */
function areComparable(a: ValueType, b: ValueType): boolean {
  if (a.type.replace(/s$/, "") !== b.type.replace(/s$/, "")) return false;
  return a.unit === b.unit || sameFamily(a.unit, b.unit);
}
