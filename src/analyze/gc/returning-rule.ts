/**
 * How memory that collections free goes back to the system, by version, where nothing says how much
 * of the heap is idle: so there is a rule and no number. The numbers of a process are scavenger/'s.
 */
import type { GoVersionRange } from "../../model/gc-log.ts";
import type { Forecast } from "../../model/verdict.ts";

const AT_ONCE = "debug.FreeOSMemory() brings it at once.";
const ALL_AT_ONCE = "debug.FreeOSMemory() gives back at once what is free.";
const WITHOUT_FREE = "With GODEBUG=madvdontneed=1 it falls then.";

/** First minor version of each rule, the newest first. */
const RULES: readonly (readonly [fromMinor: number, sentence: string])[] = [
  [
    21,
    `what a collection frees goes back once the next one has run, within seconds, but for a tenth of the heap in use; an idle program's next collection is the two-minute timer's. ${AT_ONCE}`,
  ],
  [
    16,
    `what a collection frees goes back within seconds, but for a tenth of the heap in use; where the program is idle, the collection itself waits for the two-minute timer. ${AT_ONCE}`,
  ],
  [
    13,
    `what a collection frees is offered to the system within seconds (MADV_FREE), and RSS falls only when the system needs it. ${WITHOUT_FREE}`,
  ],
  [
    12,
    `what was not used for five minutes is offered to the system (MADV_FREE), and RSS falls only when the system needs it. ${WITHOUT_FREE}`,
  ],
  [
    4,
    `what was not used for five minutes goes back; it is looked for every two and a half minutes, and an idle program must first collect by the two-minute timer. ${AT_ONCE}`,
  ],
];

/** In sentences, for each part of the versions that has a rule of its own; null: no version is known. */
export function returningRule(versions: GoVersionRange | undefined): string | null {
  if (versions === undefined) return null;
  const { fromMinor, toMinor } = versions;
  const parts = RULES.flatMap(([minor, sentence], at) => {
    const newest = at === 0 ? toMinor : least(toMinor, RULES[at - 1]![0] - 1);
    const part = { fromMinor: Math.max(fromMinor, minor), toMinor: newest };
    return newest !== undefined && newest < part.fromMinor ? [] : [{ ...part, sentence }];
  });
  if (parts.length === 0) return null;
  return parts
    .reverse()
    .map((part) => `${parts.length === 1 ? "In this version" : whichOf(part)} ${part.sentence}`)
    .join(" ");
}

/** What would make it fall now, where numbers are known; null: nothing in this version, or none falls. */
export function atOnce(minor: number | undefined, forecast: readonly Forecast[]): string | null {
  if (minor === undefined || forecast.every(({ what }) => what !== "falls")) return null;
  return minor >= 12 && minor <= 15 ? null : ALL_AT_ONCE;
}

function least(a: number | undefined, b: number): number {
  return a === undefined ? b : Math.min(a, b);
}

function whichOf({ fromMinor, toMinor }: { fromMinor: number; toMinor: number | undefined }) {
  if (toMinor === undefined) return `From Go 1.${fromMinor} on`;
  return fromMinor === toMinor ? `In Go 1.${fromMinor}` : `In Go 1.${fromMinor} to 1.${toMinor}`;
}
