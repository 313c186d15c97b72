/**
 * Which lines of code grow, over the heap profiles of one process. Between two profiles chance plays
 * in each allocation anew, so the estimates walk at random around the truth; a line fitted through
 * them would look surer than it is. What the last profile has more than the first is all that there
 * is to know, and its interval is the one of diff.ts. The profiles in between tell how steadily.
 */
import type { GoVersion } from "../../model/go-version.ts";
import type { Profile } from "../../model/profile.ts";
import { type CodeChange, diffCode } from "../code/diff.ts";
import type { Granularity } from "../code/frames.ts";
import { SharedPlaces } from "../code/shared-places.ts";
import type { Interval } from "../sampling/count-interval.ts";

/** A heap profile and when it was taken, in seconds from any start. */
export interface TimedProfile {
  readonly t: number;
  readonly profile: Profile;
}

export interface GrowingLine extends CodeChange {
  /** Bytes per second from the first profile to the last, with its 95 % interval. */
  readonly perSecond: number;
  readonly perSecondRange: Interval;
  /** Estimated live bytes in each profile. */
  readonly history: readonly number[];
  /** Of the steps from one profile to the next, the share in which it did not fall. */
  readonly steadiness: number;
}

export interface GrowthOptions {
  readonly granularity: Granularity;
  readonly limit?: number;
}

/**
 * Lines whose growth is certain (the interval of their change lies above 0), fastest first.
 * @param profiles of one process, oldest first
 * @returns nothing with fewer than two profiles at different times
 */
export function growthOf(
  profiles: readonly TimedProfile[],
  go: GoVersion | undefined,
  options: GrowthOptions,
): GrowingLine[] {
  const first = profiles.at(0);
  const last = profiles.at(-1);
  if (first === undefined || last === undefined || last.t <= first.t) return [];
  const { lines } = diffCode(first.profile, last.profile, go, {
    value: "inuse_space",
    granularity: options.granularity,
    sameProcess: true,
  });
  const growing = lines.filter((line) => line.significant && line.bytes > 0);
  const historyOf = histories(profiles, go, options.granularity);
  const seconds = last.t - first.t;
  return growing.slice(0, options.limit).map((line): GrowingLine => {
    const history = historyOf(line);
    return {
      ...line,
      perSecond: line.bytes / seconds,
      perSecondRange: [line.bytesRange[0] / seconds, line.bytesRange[1] / seconds],
      history,
      steadiness: steadinessOf(history),
    };
  });
}

function histories(
  profiles: readonly TimedProfile[],
  go: GoVersion | undefined,
  granularity: Granularity,
): (line: CodeChange) => number[] {
  const all = profiles.map(({ profile }) => profile);
  const shared = new SharedPlaces(all, go, granularity);
  const sums = all.map((_, side) => shared.sums(side, "inuse").bytes);
  return (line) => {
    const row = shared.find(line);
    return row < 0 ? [] : sums.map((bytes) => Math.round(bytes[row]));
  };
}

function steadinessOf(history: readonly number[]): number {
  let risen = 0;
  for (let i = 1; i < history.length; i++) if (history[i] >= history[i - 1]) risen++;
  return risen / (history.length - 1);
}
