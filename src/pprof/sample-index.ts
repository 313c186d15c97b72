/** Which value of a profile is reported: by position, by name, or the profile's own default. */
import type { Profile } from "../model/profile.ts";
import { goQuote } from "./measure/go-quote.ts";
import { usageError } from "./usage-error.ts";

/**
 * `wanted`: a number, a type (`inuse_space` also finds `space`), or "" for the default. Throws
 * RES_USAGE with the names that there are.
 */
export function sampleIndex({ valueTypes, defaultValueType }: Profile, wanted: string): number {
  const types = valueTypes.map(({ type }) => type);
  if (wanted === "") {
    const index = defaultValueType === "" ? -1 : types.indexOf(defaultValueType);
    return index < 0 ? types.length - 1 : index;
  }
  if (/^[+-]?\d+$/.test(wanted)) {
    const index = Number(wanted);
    if (index >= 0 && index < types.length) return index;
    const range = `[0..${types.length - 1}]`;
    throw usageError(`sample_index ${wanted} is outside the range ${range}`);
  }
  const index = types.findIndex((type) => type === wanted || type === withoutInuse(wanted));
  if (index >= 0) return index;
  throw usageError(`sample_index ${goQuote(wanted)} must be one of: [${types.join(" ")}]`);
}

/** What C++ heap profiles call `space`, Go's call `inuse_space`. */
function withoutInuse(name: string): string {
  return name.startsWith("inuse_") ? name.slice("inuse_".length) : name;
}
