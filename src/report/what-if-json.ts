/**
 * The answer of `--what-if` as fields of a JSON document. `whatIf` has a row a setting, without
 * anything around; how it was told and what to set stands beside it.
 */
import type { PacerSettings } from "../analyze/heap-model/pacer/pacer-state.ts";
import type {
  Recommendation,
  WhatIfRefusal,
  WhatIfRow,
  WhatIfTable,
} from "../analyze/what-if/what-if-table.ts";
import { formatGogc } from "../model/go-settings.ts";

/** To be spread into the document. Shares are 0 to 1; null: not known, or no limit. */
export function whatIfJson(answer: WhatIfTable | WhatIfRefusal): object {
  if (answer.kind === "refused") {
    const { reason, hint } = answer;
    return { whatIf: [], whatIfRefusal: { reason, hint } };
  }
  const { present, presentSource, basis, recommendation, assumptions } = answer;
  return {
    whatIf: answer.rows.map(rowJson),
    whatIfBasis: {
      ...basis,
      growth: basis.growth ?? null,
      present: settingsJson(present),
      presentSource,
    },
    whatIfRecommendation: recommendation === undefined ? null : recommendationJson(recommendation),
    whatIfAssumptions: assumptions,
  };
}

function rowJson(row: WhatIfRow): object {
  return {
    ...settingsJson(row.settings),
    peakHeap: Math.round(row.peakHeap.value),
    peakHeapRange: row.peakHeap.range.map(Math.round),
    peakRss: Math.round(row.peakRss.value),
    peakRssRange: row.peakRss.range.map(Math.round),
    cyclesPerMinute: row.cyclesPerMinute.value,
    cyclesPerMinuteRange: row.cyclesPerMinute.range,
    gcCpuShare: row.gcCpuShare?.value ?? null,
    gcCpuShareRange: row.gcCpuShare?.range ?? null,
    isPresent: row.isPresent,
    isRecommended: row.isRecommended,
    warnings: row.warnings,
    reachedIn: row.reachedIn ?? null,
  };
}

/** GOGC as Go's environment has it: a number, or "off". */
function settingsJson({ gogc, memlimit }: PacerSettings): object {
  return { gogc: gogc === null ? formatGogc(gogc) : gogc, memlimit };
}

function recommendationJson({ limit, settings, environment, sentence }: Recommendation): object {
  return {
    limit: limit.bytes,
    limitSource: limit.source,
    settings: settings === undefined ? null : settingsJson(settings),
    environment,
    sentence,
  };
}
