/**
 * Profiles with the same value types: those that all of them have, in the order of the first one. So
 * a heap profile of C++ can be added to one of Go, in what both count.
 */
import { ResidentError } from "../../base/errors.ts";
import type { Profile } from "../../model/profile.ts";
import { goQuote } from "../measure/go-quote.ts";

/** Throws RES_USAGE where there is no such type. */
export function withCommonTypes(profiles: readonly Profile[]): readonly Profile[] {
  const types = commonTypes(profiles);
  if (types.length === 0) {
    throw new ResidentError("RES_USAGE", "profiles have empty common sample type list");
  }
  return profiles.map((profile) => withTypes(profile, types));
}

/** A type that is twice in a profile is counted twice, so that it is in none too few or too many. */
function commonTypes(profiles: readonly Profile[]): string[] {
  const counts = new Map<string, number>();
  for (const { valueTypes } of profiles) {
    for (const { type } of valueTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const first = profiles[0]?.valueTypes ?? [];
  return first.map(({ type }) => type).filter((type) => counts.get(type) === profiles.length);
}

function withTypes(profile: Profile, types: readonly string[]): Profile {
  const { valueTypes, samples, defaultValueType } = profile;
  const columns = types.map((type) => valueTypes.findIndex((own) => own.type === type));
  if (columns.includes(-1)) throw missingType(types[columns.indexOf(-1)]!);
  if (types.length === valueTypes.length && columns.every((column, i) => column === i)) {
    return profile;
  }
  return {
    ...profile,
    valueTypes: Object.freeze(columns.map((column) => valueTypes[column]!)),
    defaultValueType: types.includes(defaultValueType) ? defaultValueType : types[0]!,
    samples: { ...samples, values: columns.map((column) => samples.values[column]!) },
  };
}

function missingType(type: string): ResidentError {
  const message = `${goQuote(type)} sample type is not found in profile`;
  return new ResidentError("RES_USAGE", message);
}
