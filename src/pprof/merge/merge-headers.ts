/** What describes merged profiles as a whole. */
import { ResidentError } from "../../base/errors.ts";
import type { Profile, ValueType } from "../../model/profile.ts";
import type { ProfileHeader } from "../../model/profile-builder.ts";

/** Throws RES_USAGE, in the words of pprof, where the profiles are not of the same types. */
export function mergeHeaders(profiles: readonly Profile[]): Required<ProfileHeader> {
  const first = profiles[0]!;
  for (const other of profiles.slice(1)) checkTypes(first, other);
  const { valueTypes, periodType, dropFrames, keepFrames, rawCounts } = first;
  return {
    valueTypes,
    periodType,
    dropFrames,
    keepFrames,
    rawCounts,
    defaultValueType: firstOf(profiles, "defaultValueType"),
    docUrl: firstOf(profiles, "docUrl"),
    period: profiles.reduce((most, { period }) => (most === 0 || most < period ? period : most), 0),
    timeNanos: profiles.reduce(earlier, 0n),
    durationNanos: profiles.reduce((sum, { durationNanos }) => wrap(sum + durationNanos), 0n),
    comments: Object.freeze([...new Set(profiles.flatMap(({ comments }) => comments))]),
  };
}

/** Throws RES_USAGE where values of the two can't be told in the same numbers. */
export function checkTypes(a: Profile, b: Profile): void {
  if (!isSame(a.periodType, b.periodType)) {
    const types = `&${braced(a.periodType)} and &${braced(b.periodType)}`;
    throw new ResidentError("RES_USAGE", `incompatible period types ${types}`);
  }
  const areSame =
    a.valueTypes.length === b.valueTypes.length &&
    a.valueTypes.every((type, i) => isSame(type, b.valueTypes[i]!));
  if (areSame) return;
  const [own, other] = [a, b].map(({ valueTypes }) => `[${valueTypes.map(braced).join(" ")}]`);
  throw new ResidentError("RES_USAGE", `incompatible sample types ${own} and ${other}`);
}

/** As Go prints the record, in which two numbers follow that only its encoder uses. */
export function braced({ type, unit }: ValueType): string {
  return `{${type} ${unit} 0 0}`;
}

function isSame(a: ValueType, b: ValueType): boolean {
  return a.type === b.type && a.unit === b.unit;
}

/** A profile without a time counts as the earliest, but for the next one that has a time. */
function earlier(least: bigint, { timeNanos }: Profile): bigint {
  return least === 0n || timeNanos < least ? timeNanos : least;
}

function firstOf(profiles: readonly Profile[], field: "defaultValueType" | "docUrl"): string {
  return profiles.find((profile) => profile[field] !== "")?.[field] ?? "";
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
