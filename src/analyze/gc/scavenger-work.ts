/**
 * What the lines of the scavenger come to. Go 1.4 to 1.13 print MiB, later versions KiB, both
 * rounded down; the bounds take the coarser where sizes of the heap stand in the lines.
 */
import { KiB, MiB } from "../../base/units.ts";
import type { Scavenges } from "../../model/gc-log.ts";
import type { ByteRange, ScavengerWork } from "../../model/gc-report.ts";

/** null where there are no such lines. */
export function scavengerWork(scavenges: Scavenges, resolution: number): ScavengerWork | null {
  const { length, work, released, utilisation } = scavenges;
  if (length === 0) return null;
  const isNew = utilisation.some((percent) => !Number.isNaN(percent));
  const blur = resolution <= 1 ? 0 : isNew ? KiB : MiB;
  const told = work.filter((bytes) => !Number.isNaN(bytes));
  const returned = told.reduce((sum, bytes) => sum + bytes, 0);
  const last = released.findLast((bytes) => !Number.isNaN(bytes));
  return {
    lines: length,
    forced: scavenges.forced.reduce((sum, forced) => sum + forced, 0),
    returned:
      told.length === 0 ? null : withBlur(returned, told.filter((b) => b > 0).length * blur),
    releasedAtEnd: last === undefined ? null : withBlur(last, blur),
  };
}

function withBlur(bytes: number, blur: number): ByteRange {
  return [bytes, bytes + blur];
}
