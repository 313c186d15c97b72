/** What a what-if takes for granted, in sentences: a prediction is no better than these. */
import { formatBytes, formatCount } from "../../base/units.ts";
import type { Calibration } from "./calibration.ts";
import { MOST_CYCLES } from "./cycles-of-trace.ts";
import type { WhatIfInput } from "./what-if-input.ts";

export function assumptionsOf(calibration: Calibration, input: WhatIfInput): string[] {
  const list = [
    ...growthSentences(calibration),
    `The program does the same work at the same pace: allocates as much in a second${calibration.growth === undefined ? ", and keeps the same alive," : ""} as while this was measured.`,
    "It waits now and then: one that uses all CPU that it gets does more work when collections cost less, and allocates faster.",
  ];
  if (!calibration.memory.isMeasured) {
    list.push(
      "Nobody looked at RSS: it is taken to be the heap and what Go usually needs beside it.",
    );
  }
  list.push(costSentence(calibration, input));
  if (input.cycles === undefined || input.cycles.length === 0) {
    list.push("There is no trace: what is allocated while a collection goes on is estimated.");
  }
  const collections = input.cycles?.length ?? 0;
  if (collections > MOST_CYCLES) {
    list.push(
      `Of the ${formatCount(collections)} collections the last ${formatCount(MOST_CYCLES)} tell how the program is.`,
    );
  }
  if (input.go === undefined)
    list.push("The Go version is not known: the rules of Go 1.21 to 1.27.");
  return list;
}

/** What was seen before is of a smaller heap: it is taken as if it had been the heap of now. */
function growthSentences({ growth }: Calibration): string[] {
  if (growth === undefined) return [];
  const { now, perSecond } = growth;
  return [
    `What is live grows by ${formatBytes(60 * perSecond)} a minute. Foretold is the heap of now, with ${formatBytes(now)} live, and from–to reaches to what it grows to within a minute: any setting takes more with time.`,
  ];
}

/** A trace and runtime/metrics count idle processors' help, MemStats.GCCPUFraction does not. */
function costSentence({ hasCosts }: Calibration, { cycles, looks }: WhatIfInput): string {
  if (!hasCosts) return "Nothing that was read says what a collection costs.";
  const isTraced = (cycles?.length ?? 0) > 0;
  const isMetric = looks.some(({ metrics }) => metrics?.has("/cpu/classes/gc/total:cpu-seconds"));
  return isTraced || isMetric
    ? "GC CPU has what idle processors give, too: that takes nothing from the program."
    : "GC CPU is the runtime's own fraction: what idle processors give is not in it.";
}
