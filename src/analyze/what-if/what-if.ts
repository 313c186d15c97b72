/**
 * "What if GOGC or GOMEMLIMIT were …": calibrates the model on what was measured of this program,
 * asks it for each setting, and recommends one where there is a limit to stay below. Says what it
 * assumes, and refuses rather than guess from too little.
 */
import type { PacerSettings } from "../heap-model/pacer/pacer-state.ts";
import { assumptionsOf } from "./assumptions.ts";
import type { Calibration } from "./calibration.ts";
import type { WhatIfQuestion } from "./parse-questions.ts";
import { predict } from "./predict.ts";
import { prepare } from "./prepare.ts";
import { recommend } from "./recommend.ts";
import type { WhatIfInput } from "./what-if-input.ts";
import type { WhatIfRefusal, WhatIfRow, WhatIfTable } from "./what-if-table.ts";

const USUAL: readonly WhatIfQuestion[] = [50, 100, 200, 400].map((gogc) => ({ gogc }));

/** @param questions without any, the usual settings are tried */
export function whatIfOf(
  input: WhatIfInput,
  questions: readonly WhatIfQuestion[],
): WhatIfTable | WhatIfRefusal {
  const prepared = prepare(input);
  if (prepared.kind === "refused") return prepared;
  const { calibration, presentSource, part } = prepared;
  const { present, rules } = calibration;
  if (rules.memoryLimit === null && questions.some(({ memlimit }) => memlimit != null)) {
    return {
      kind: "refused",
      reason: "GOMEMLIMIT exists from Go 1.19 on; this program is of an older version.",
      hint: "Ask for GOGC alone.",
    };
  }
  const asked = (questions.length === 0 ? USUAL : questions).map((question) => ({
    ...present,
    ...question,
  }));
  const isAsked = asked.some((settings) => isSame(settings, present));
  const rows = distinct(isAsked ? asked : [present, ...asked]).map((settings) =>
    rowOf(calibration, settings, input),
  );
  const recommended =
    input.limit === undefined ? undefined : recommend(calibration, rows, input.limit);
  return {
    kind: "table",
    present,
    presentSource,
    basis: {
      cycles: calibration.cycles,
      seconds: calibration.seconds,
      allocated: calibration.span[1] - calibration.span[0],
      procs: calibration.procs,
      ...(calibration.growth === undefined ? {} : { growth: calibration.growth }),
    },
    rows: recommended?.rows ?? rows,
    ...(recommended === undefined ? {} : { recommendation: recommended.recommendation }),
    assumptions: assumptionsOf(calibration, part),
  };
}

/** A row of the table, before anything is recommended. */
function rowOf(
  calibration: Calibration,
  settings: PacerSettings,
  { limit }: WhatIfInput,
): WhatIfRow {
  const { warnings, ...prediction } = predict(calibration, settings);
  const isOver = limit !== undefined && prediction.peakRss.value > limit.bytes;
  return {
    settings,
    isPresent: isSame(settings, calibration.present),
    isAsked: true,
    isRecommended: false,
    ...prediction,
    warnings: isOver ? [...warnings, "over"] : warnings,
  };
}

function distinct(list: readonly PacerSettings[]): PacerSettings[] {
  return list.filter((one, i) => list.findIndex((other) => isSame(one, other)) === i);
}

export function isSame(a: PacerSettings, b: PacerSettings): boolean {
  return a.gogc === b.gogc && a.memlimit === b.memlimit;
}
